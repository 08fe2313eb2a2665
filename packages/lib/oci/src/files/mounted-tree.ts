import { constants } from 'node:fs';
import { lstat, mkdir, open, readlink } from 'node:fs/promises';
import { join, posix } from 'node:path';

import { BasewrightError, reasonOf, systemCodeOf } from '@basewright/core';

/** What a container sees: an unpacked image, and what is mounted over it. */
export interface MountedTree {
  /** Absolute path of the unpacked image on the host. */
  readonly tree: string;
  /** Directories and files of the host (`from`) at places of the container (`to`), absolute; later ones hide earlier ones. */
  readonly binds: readonly { readonly from: string; readonly to: string }[];
  /** Where the tree itself is not to be changed: what has to be made in what the container gets of it. */
  readonly missing?: MissingPlaces;
}

/** Absolute paths of a container, without links; what is above them is to be made, too. */
export interface MissingPlaces {
  readonly directories: Set<string>;
  /** Empty ones. */
  readonly files: Set<string>;
}

/** As many links as Linux follows in one path. */
const MOST_LINKS = 40;

/** More than any table of accounts has. */
const LONGEST_TEXT = 64 << 20;

/** Where a path of the container lies on the host, no link followed. */
export function onHost({ tree, binds }: MountedTree, path: string): string {
  const bind = binds.findLast(({ to }) => isAtOrBelow(path, to));
  return bind === undefined ? join(tree, path) : join(bind.from, path.slice(bind.to.length));
}

/** Whether a path is a directory or in it. */
export function isAtOrBelow(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);
}

/**
 * The path of a container with every link on the way followed, as in the container: none leads out of it. What is not
 * there stays as it is written; null for links that go in a circle.
 */
export async function followLinks(view: MountedTree, path: string): Promise<string | null> {
  let place = '/';
  const pending = namesOf(path).reverse();
  let links = 0;
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const next = posix.join(place, name);
    const target = name === '..' ? null : await linkTarget(onHost(view, next));
    if (target === null) {
      place = next;
      continue;
    }
    if (++links > MOST_LINKS) return null;
    if (target.startsWith('/')) place = '/';
    pending.push(...namesOf(target).reverse());
  }
  return place;
}

/** The text of a regular file of the container; empty where there is none. Throws BAD_INPUT for one that is too long. */
export async function readInside(view: MountedTree, path: string): Promise<string> {
  const place = await followLinks(view, path);
  if (place === null) return '';
  // A pipe in a mounted directory must not hold us up.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(onHost(view, place), flags).catch(() => null);
  if (file === null) return '';
  try {
    const stat = await file.stat();
    if (!stat.isFile()) return '';
    if (stat.size > LONGEST_TEXT) throw inTheWay(path, `it has more than ${LONGEST_TEXT} bytes`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** Makes a directory of the container, and those above it, and gives its path without links. Throws BAD_INPUT. */
export async function makeInside(view: MountedTree, path: string): Promise<string> {
  const place = await followLinks(view, path);
  if (place === null) throw inTheWay(path, 'links in a circle lead there');
  if (view.missing !== undefined && isOfTree(view, place)) {
    await noteDirectory(view.tree, view.missing, place);
    return place;
  }
  await mkdir(onHost(view, place), { recursive: true }).catch((cause: unknown) => {
    throw inTheWay(
      path,
      ['EEXIST', 'ENOTDIR'].includes(systemCodeOf(cause) ?? '') ? 'a file is in the way' : reasonOf(cause),
    );
  });
  return place;
}

/** Makes an empty file of the container unless there is one, and gives its path without links. Throws BAD_INPUT. */
export async function makeFileInside(view: MountedTree, path: string): Promise<string> {
  const place = await followLinks(view, path);
  if (place === null) throw inTheWay(path, 'links in a circle lead there');
  await makeInside(view, posix.dirname(place));
  if (view.missing !== undefined && isOfTree(view, place)) {
    if ((await lstat(onHost(view, place)).catch(() => null)) === null) view.missing.files.add(place);
    return place;
  }
  const file = await open(onHost(view, place), constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644).catch(
    (cause: unknown) => {
      if (systemCodeOf(cause) === 'EEXIST') return null;
      throw inTheWay(path, reasonOf(cause));
    },
  );
  await file?.close();
  return place;
}

function isOfTree({ binds }: MountedTree, path: string): boolean {
  return !binds.some(({ to }) => isAtOrBelow(path, to));
}

async function noteDirectory(tree: string, { directories, files }: MissingPlaces, place: string): Promise<void> {
  for (let at = place; at !== '/'; at = posix.dirname(at)) {
    const there = await lstat(join(tree, at)).catch(() => null);
    if (there?.isDirectory() === true) break;
    if (there !== null || files.has(at)) throw inTheWay(place, 'a file is in the way');
  }
  directories.add(place);
}

function inTheWay(path: string, why: string): BasewrightError {
  return new BasewrightError('BAD_INPUT', `cannot use ${path} of the image: ${why}`);
}

function namesOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

async function linkTarget(path: string): Promise<string | null> {
  const stat = await lstat(path).catch(() => null);
  return stat?.isSymbolicLink() === true ? readlink(path) : null;
}
