import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { sha256File } from './digest';
import { systemCodeOf } from './errors';

const treeEntry = z.strictObject({
  /** Relative to the tree; `.` for itself. */
  path: z.string(),
  type: z.enum(['file', 'directory', 'symlink', 'other']),
  /** Permission bits; of a link 0. */
  mode: z.int(),
  /** Bytes of a file, else 0. */
  size: z.int(),
  /** Modification time in nanoseconds since 1970. */
  mtime: z.string(),
  /** Of a file. */
  sha256: z.string().optional(),
  /** What a symbolic link says. */
  target: z.string().optional(),
});

/** Something in a tree as it was found, once. */
export type TreeEntry = z.infer<typeof treeEntry>;

/** All that a tree held, parents first. */
export const treeManifest = z.array(treeEntry);

/**
 * Describes a tree. Of a file that `known` has with the same size and time the digest is taken from there: what an
 * incremental compile has left alone is not read again. Throws what the file system throws.
 */
export async function describeTree(tree: string, known: readonly TreeEntry[] = []): Promise<TreeEntry[]> {
  const before = new Map(known.map((entry) => [entry.path, entry]));
  const entries: TreeEntry[] = [];
  const add = async (path: string): Promise<void> => {
    const found = factsOf(tree, path);
    const old = before.get(path);
    entries.push(
      found.type === 'file'
        ? { ...found, sha256: sameFacts(old, found) ? old?.sha256 : await sha256File(join(tree, path)) }
        : found,
    );
    if (found.type !== 'directory') return;
    for (const name of readdirSync(join(tree, path)).sort()) await add(path === '.' ? name : `${path}/${name}`);
  };
  await add('.');
  return entries;
}

/** How a tree compares with what was written down of it. */
export interface TreeComparison {
  /** The first thing that is not as it was, as in `usr/bin/gcc was changed`; null when everything is. */
  readonly damage: string | null;
  /** Whether times differ, as in a copy, although nothing else does. */
  readonly isTouched: boolean;
}

/**
 * Compares a tree with its description by what lstat(2) says of each entry, which costs some microseconds; a directory's time
 * tells whether names were added. Only what has another time is read, or everything when `isDeep`.
 */
export async function compareTree(
  tree: string,
  entries: readonly TreeEntry[],
  isDeep = false,
): Promise<TreeComparison> {
  let isTouched = false;
  for (const entry of entries) {
    const found = factsOrNull(tree, entry.path);
    if (found === null) return { damage: `${entry.path} is missing`, isTouched };
    const changed = { damage: `${entry.path} was changed`, isTouched };
    if (!sameKind(entry, found)) return changed;
    if (found.mtime === entry.mtime && !isDeep) continue;
    isTouched ||= found.mtime !== entry.mtime;
    if (entry.type === 'file' && (await sha256File(join(tree, entry.path))) !== entry.sha256) return changed;
    if (entry.type === 'directory' && !sameNames(tree, entry.path, entries))
      return { damage: `${entry.path} has other files`, isTouched };
  }
  return { damage: null, isTouched };
}

/** Whether two trees hold the same; times do not count. */
export function sameTrees(one: readonly TreeEntry[], other: readonly TreeEntry[]): boolean {
  return (
    one.length === other.length &&
    one.every((entry, index) => {
      const its = other[index];
      return its?.path === entry.path && sameKind(entry, its) && entry.sha256 === its.sha256;
    })
  );
}

function factsOf(tree: string, path: string): TreeEntry {
  const stats = lstatSync(join(tree, path), { bigint: true });
  const type = stats.isFile()
    ? 'file'
    : stats.isDirectory()
      ? 'directory'
      : stats.isSymbolicLink()
        ? 'symlink'
        : 'other';
  return {
    path,
    type,
    mode: type === 'symlink' ? 0 : Number(stats.mode & 0o7777n),
    size: type === 'file' ? Number(stats.size) : 0,
    mtime: String(stats.mtimeNs),
    ...(type === 'symlink' ? { target: readlinkSync(join(tree, path)) } : {}),
  };
}

function factsOrNull(tree: string, path: string): TreeEntry | null {
  try {
    return factsOf(tree, path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCodeOf(error) ?? '')) return null;
    throw error;
  }
}

function sameKind(one: TreeEntry, other: TreeEntry): boolean {
  return one.type === other.type && one.mode === other.mode && one.size === other.size && one.target === other.target;
}

function sameFacts(old: TreeEntry | undefined, found: TreeEntry): boolean {
  return old !== undefined && sameKind(old, found) && old.mtime === found.mtime && old.sha256 !== undefined;
}

function sameNames(tree: string, path: string, entries: readonly TreeEntry[]): boolean {
  const prefix = path === '.' ? '' : `${path}/`;
  const expected = entries
    .map((entry) => entry.path)
    .filter((one) => one !== '.' && one.startsWith(prefix) && !one.slice(prefix.length).includes('/'))
    .map((one) => one.slice(prefix.length));
  const found = readdirSync(join(tree, path));
  return found.length === expected.length && found.sort().every((name, index) => name === expected.sort()[index]);
}
