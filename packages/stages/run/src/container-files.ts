import { closeSync, openSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import {
  BasewrightError,
  clearAbandoned,
  exec,
  isFirstInRun,
  type Store,
  withTemporaryDirectory,
} from '@basewright/core';
import {
  followLinks,
  isAtOrBelow,
  type KeptImage,
  makeFileInside,
  makeInside,
  onHost,
  type UnpackedEntry,
} from '@basewright/oci';

import { type ContainerFiles } from './container-arguments';
import { prepareScratch } from './container-root';
import { SYSTEM_DIRECTORIES } from './host-files';
import { otherOwners, planOwners } from './image-owners';
import { type Namespaces } from './namespaces';
import { ownedTree } from './owned-tree';
import { type User } from './user';

/** The start of the names of directories of one run. */
const KIND = 'tree';

/** Calls `use` with the absolute path of an empty directory of one run, which is removed afterwards. */
export async function withScratch<T>(use: (scratch: string) => Promise<T>): Promise<T> {
  return withTemporaryDirectory(KIND, use);
}

/** Notes where all that is mounted has a place in the image: bubblewrap could make it for the user of the command only. */
export async function makeMountPoints({ tree, binds, missing }: ContainerFiles): Promise<void> {
  const view = (count: number): ContainerFiles => ({
    tree,
    binds: binds.slice(0, count),
    ...(missing === undefined ? {} : { missing }),
  });
  for (const path of SYSTEM_DIRECTORIES) await makeInside(view(0), path);
  for (const [at, { from, to }] of binds.entries()) {
    if (binds.slice(0, at).some((other) => isAtOrBelow(to, other.to))) continue;
    const isDirectory = (await stat(from)).isDirectory();
    await (isDirectory ? makeInside : makeFileInside)(view(at), to);
  }
}

/** docker makes the working directory too, where it is not there. */
export async function makeWorkdir(files: ContainerFiles, cwd: string): Promise<void> {
  const place = await followLinks(files, cwd);
  if (place !== null && onHost(files, place) === join(files.tree, place)) {
    await makeInside(files, place);
    return;
  }
  const there = place === null ? null : await stat(onHost(files, place)).catch(() => null);
  if (there?.isDirectory() !== true)
    throw new BasewrightError('BAD_INPUT', `cannot start in ${cwd}: it is no directory`);
}

/** What the files of a container are made of. */
export interface FilesRequest {
  readonly store: Store;
  readonly kept: KeptImage;
  readonly files: ContainerFiles & Required<Pick<ContainerFiles, 'missing'>>;
  readonly user: User;
  readonly namespaces: Namespaces;
  /** Of this run. */
  readonly scratch: string;
}

/**
 * Calls `use` with descriptors of the tree to start on and of the directory of this run, filled for PREPARE_ROOT, and removes
 * what the command has left there, whoever it belongs to.
 */
export async function withContainerFiles<T>(
  { store, kept, files: { missing }, user, namespaces, scratch }: FilesRequest,
  use: (descriptors: readonly [tree: number, scratch: number]) => Promise<T>,
): Promise<T> {
  const { map, refused } = namespaces;
  process.stderr.write(
    await oneIdNote(store, map === null ? otherOwners(kept.entries, user, map) : [], { user, refused }),
  );
  const { tree, entries } = await ownedTree(store, kept, { user, namespaces });
  const remove = removerOf(namespaces);
  await clearAbandoned(tmpdir(), `basewright-${KIND}-`, remove);
  await prepareScratch({ scratch, tree }, missing, planOwners(entries, user, map));
  const descriptors = [openSync(tree, 'r'), openSync(scratch, 'r')] as const;
  try {
    return await use(descriptors);
  } finally {
    for (const descriptor of descriptors) closeSync(descriptor);
    await remove(scratch);
  }
}

/** Removes trees of other users of a namespace, whose directories their caller cannot change. */
function removerOf({ asRoot }: Namespaces): (path: string) => Promise<void> {
  return async (path) => {
    // Root of a namespace may be nobody on the way there.
    const [program = '', ...args] = asRoot(['rm', '-rf', '--', basename(path)]);
    await exec(program, args, { cwd: dirname(path), purpose: `remove ${path}`, okExitCodes: [1] });
  };
}

/**
 * What to tell, once, of an image with files of others than the user of the command where this machine grants us one id.
 * `refused` is why it does, where it grants more on paper. Empty where nothing is to be told.
 */
async function oneIdNote(
  store: Store,
  others: readonly UnpackedEntry[],
  { user, refused }: { readonly user: User; readonly refused: string | null },
): Promise<string> {
  const [first] = others;
  if (first === undefined || !(await isFirstInRun(store, { oneId: process.cwd() }))) return '';
  return describeOneId(first, others.length, { user, refused });
}

/** The note for so many files. */
function describeOneId(
  { path, uid, gid }: UnpackedEntry,
  count: number,
  { user, refused }: { readonly user: User; readonly refused: string | null },
): string {
  const more = count === 1 ? '' : ` and ${count - 1} more`;
  return [
    `note: this machine grants you one user id${refused === null ? '' : ` (${refused})`}: ${path}${more}, of ${uid}:${gid} in the image, belong to ${user.uid}:${user.gid} here, and a command cannot become another user`,
    'hint: install newuidmap (Debian: apt-get install uidmap), and as root: usermod --add-subuids 100000-165535 --add-subgids 100000-165535 NAME',
    '',
  ].join('\n');
}
