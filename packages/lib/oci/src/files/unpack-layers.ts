import { mkdirSync, symlinkSync } from 'node:fs';
import { chmod, utimes } from 'node:fs/promises';
import { join, posix } from 'node:path';

import { BasewrightError, log, reasonOf, systemCodeOf } from '@basewright/core';

import { type ImageTree, readTree } from '../read/image-tree';
import { type EntryReader, passEntries, type PassingEntry, shortened } from '../read/layer-entries';
import { type StoredLayer } from '../read/stored-image';
import { newFile } from './new-file';

/** Something that was unpacked, as the image has it. */
export interface UnpackedEntry {
  /** Absolute, in the image. */
  readonly path: string;
  readonly type: 'directory' | 'file' | 'symlink';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of a file, else 0. */
  readonly size: number;
}

/** How an image is unpacked. */
export interface UnpackOptions {
  /** Its owner may read all of it, and change its directories, whatever the modes of the image are. */
  readonly open?: boolean;
}

const NOTHING_INSIDE = (): null => null;

/** Until all is there; a directory of an image may be one that its owner cannot write to. */
const WHILE_FILLED = 0o700;

/** A directory as it is to be when all is there. */
interface FinalDirectory {
  readonly mode: number;
  readonly mtime?: Date | undefined;
}

/** One that no layer has an entry of. */
const IMPLIED: FinalDirectory = { mode: 0o755 };

/**
 * Unpacks the layers of an image, bottom first, into a directory, which is made. Of each layer that is written which no
 * later one hides. Everything belongs to the caller; modes, set-user-ID bits among them, and times are kept; devices and
 * pipes and extended attributes are left out, and reported. `what` names the image in errors.
 *
 * No link of the image is followed: the tree is planned in memory ({@link readTree}), where all that is above an entry is
 * a directory; on the disk directories are made first, then files, and links when nothing else is.
 *
 * Gives what it has unpacked, with the owners and modes that the image has for it, in no order. Throws BAD_INPUT for a layer that cannot be read, TOOL_FAILED or NO_SPACE for a file that cannot be written.
 */
export async function unpackLayers(
  layers: readonly Pick<StoredLayer, 'file'>[],
  what: string,
  directory: string,
  { open = false }: UnpackOptions = {},
): Promise<UnpackedEntry[]> {
  const tree = await readTree(layers, what, NOTHING_INSIDE);
  const { on, tried } = writer(directory, what);
  const implied = directoriesOf(tree);
  for (const path of implied)
    tried(path, () => {
      mkdirSync(on(path), WHILE_FILLED);
    });
  const [fileBits, directoryBits] = open ? [0o400, 0o700] : [0, 0];
  const sizes = new Map<string, number>();
  const written = await writeFiles(layers, what, { directory, names: namesByEntry(tree), fileBits, sizes });
  const directories = new Map([...implied].map((path): [string, FinalDirectory] => [path, IMPLIED]));
  for (const [path, final] of written) directories.set(path, final);
  for (const [path, { type, target = '' }] of tree) {
    if (type === 'symlink') {
      tried(path, () => {
        symlinkSync(target, on(path));
      });
    }
  }
  sayLeftOut(tree, what);
  // From the bottom up: what is above may be closed to its owner.
  for (const [path, { mode, mtime }] of [...directories].sort(([a], [b]) => (a < b ? 1 : -1))) {
    if (mtime !== undefined) await utimes(on(path), mtime, mtime);
    await chmod(on(path), mode | directoryBits);
  }
  return unpackedEntries(tree, directories, sizes);
}

/** What of an image cannot be on this machine's disk, made by whoever the caller is. */
function sayLeftOut(tree: ImageTree<unknown>, what: string): void {
  const devices = [...tree].filter(([, { type }]) => type === 'other').map(([path]) => shortened(path));
  const attributes = [...tree].flatMap(([path, { attributes: names = [] }]) =>
    names.length === 0 ? [] : [`${shortened(path)} (${names.map(shortened).join(', ')})`],
  );
  for (const [kind, places] of [
    ['devices and pipes', devices],
    ['extended attributes, file capabilities among them,', attributes],
  ] as const) {
    const more = places.length > 5 ? ` and ${places.length - 5} more` : '';
    if (places.length > 0) log.info(`${what}: ${kind} are left out: ${places.slice(0, 5).join(' ')}${more}`);
  }
}

/** Where files are written to, and what is found out meanwhile. */
interface Writing {
  readonly directory: string;
  /** The names that each entry of a layer has in the tree. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** Bits that the mode of each file gets. */
  readonly fileBits: number;
  /** Filled with the bytes of each file, by its path. */
  readonly sizes: Map<string, number>;
}

function unpackedEntries(
  tree: ImageTree<unknown>,
  directories: ReadonlyMap<string, FinalDirectory>,
  sizes: ReadonlyMap<string, number>,
): UnpackedEntry[] {
  const entries: UnpackedEntry[] = [...directories].map(([path, { mode }]) => {
    const { uid = 0, gid = 0 } = tree.get(path) ?? {};
    return { path, type: 'directory', mode, uid, gid, size: 0 };
  });
  for (const [path, { type, mode, uid, gid }] of tree) {
    if (type === 'file' || type === 'symlink') entries.push({ path, type, mode, uid, gid, size: sizes.get(path) ?? 0 });
  }
  return entries;
}

/** Writes the files of all layers, and gives what the directories are to be. */
async function writeFiles(
  layers: readonly Pick<StoredLayer, 'file'>[],
  what: string,
  { directory, names, fileBits, sizes }: Writing,
): Promise<Map<string, FinalDirectory>> {
  const { on, tried } = writer(directory, what);
  const directories = new Map<string, FinalDirectory>();
  for (const [layer, { file }] of layers.entries()) {
    await passEntries(file, `layer ${layer} of ${what}`, ({ index, type, raw }: PassingEntry): EntryReader | null => {
      const [path, ...others] = names.get(keyOf({ layer, index })) ?? [];
      if (path === undefined) return null;
      if (type === 'directory') directories.set(path, { mode: (raw.mode ?? IMPLIED.mode) & 0o7777, mtime: raw.mtime });
      if (type !== 'file') return null;
      for (const name of [path, ...others]) sizes.set(name, raw.size);
      const mode = (raw.mode ?? 0o644) | fileBits;
      const reader = tried(path, () => newFile(on(path), others.map(on), { ...raw, mode, mtime: raw.mtime }));
      return {
        data: (piece) => {
          tried(path, () => {
            reader.data(piece);
          });
        },
        end: () => {
          tried(path, reader.end);
        },
      };
    });
  }
  return directories;
}

/** The names that each entry of a layer has in the tree. */
function namesByEntry(tree: ImageTree<unknown>): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const [path, { inode }] of tree) {
    if (inode === null) continue;
    const known = names.get(keyOf(inode));
    if (known === undefined) names.set(keyOf(inode), [path]);
    else known.push(path);
  }
  return names;
}

function keyOf({ layer, index }: { readonly layer: number; readonly index: number }): string {
  return `${layer}:${index}`;
}

/** All directories, those that no layer has an entry of among them, each before what is in it. */
function directoriesOf(tree: ImageTree<unknown>): Set<string> {
  const directories = new Set(['/']);
  const add = (directory: string): void => {
    const missing: string[] = [];
    for (let at = directory; !directories.has(at); at = posix.dirname(at)) missing.push(at);
    for (const one of missing.reverse()) directories.add(one);
  };
  for (const [path, { type }] of tree) add(type === 'directory' ? path : posix.dirname(path));
  return directories;
}

/** Where paths of an image are on the disk, and how a failure to write one is told. */
function writer(directory: string, what: string) {
  return {
    on: (path: string): string => join(directory, path),
    tried: <T>(path: string, act: () => T): T => {
      try {
        return act();
      } catch (cause) {
        const code = systemCodeOf(cause) === 'ENOSPC' ? 'NO_SPACE' : 'TOOL_FAILED';
        // Node ends its sentence with the path on the disk.
        const reason = systemCodeOf(cause) ?? reasonOf(cause);
        throw new BasewrightError(code, `cannot unpack ${what}: ${shortened(path)}: ${reason}`, { cause });
      }
    },
  };
}
