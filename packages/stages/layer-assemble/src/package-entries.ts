import { posix } from 'node:path';

import { invariant, type Platform } from '@basewright/core';
import { packageRecord } from '@basewright/debian';
import { type TreeEntry } from '@basewright/tree';

import { isLeftOut, mergedPath } from './left-out';
import { type LayerPackage, type PackageNode } from './read-packages';
import { repeatedLibraries } from './repeated-libraries';

const ROOT = { uid: 0, gid: 0 };

/**
 * What packages put into the tree: their files but for documentation and services, and an entry for each in the database that scanners read. `baseLibraries` are the sha256 of shared objects that the
 * base has, by file name: those are not repeated.
 */
export function packageEntries(
  packages: readonly LayerPackage[],
  platform: Platform,
  baseLibraries: ReadonlyMap<string, string>,
): TreeEntry[] {
  const kept = packages.map((one) => ({ ...one, entries: one.entries.flatMap(placed) }));
  const repeated = repeatedLibraries(
    kept.flatMap(({ entries }) => entries),
    platform,
    baseLibraries,
  );
  return kept.flatMap((one) => {
    const origin = `package ${one.package.name}`;
    const own = one.entries.filter(({ path }) => !repeated.has(path)).map((node) => entryOf(node, origin));
    return [...own, ...statusEntries(one, own, origin)];
  });
}

function placed(node: PackageNode): PackageNode[] {
  const path = mergedPath(node.path);
  if (node.path === '/' || isLeftOut(path)) return [];
  const target =
    node.type === 'hardlink' ? mergedPath(invariant(node.target, 'the target of a hard link')) : node.target;
  return [{ ...node, path, ...(target === undefined ? {} : { target }) }];
}

function entryOf(
  { path, type, mode, uid, gid, size, target = '', source = '', program }: PackageNode,
  origin: string,
): TreeEntry {
  const at = { path, uid, gid, origin };
  switch (type) {
    case 'directory':
      // Packages ship every directory on the way; one that is as any other is there for what is in it.
      return { ...at, type, mode, ...(mode === 0o755 && uid === 0 && gid === 0 ? { implied: true } : {}) };
    case 'file':
      return { ...at, type, mode, content: { file: source, size, ...(program === undefined ? {} : { program }) } };
    case 'symlink':
      return { ...at, type, mode: 0o777, target };
    case 'hardlink':
      return { ...at, type, mode, target };
  }
}

function textEntry(path: string, text: string, origin: string): TreeEntry {
  return { type: 'file', path, mode: 0o644, content: { bytes: Buffer.from(text) }, origin, ...ROOT };
}

/** The control file, and the checksums of what is in the image. */
function statusEntries(
  { package: { name }, control, md5sums }: LayerPackage,
  own: readonly TreeEntry[],
  origin: string,
): TreeEntry[] {
  const paths = new Set(own.map(({ path }) => path));
  const sums = (md5sums ?? '').split('\n').filter((line) => paths.has(mergedPath(posix.join('/', line.slice(34)))));
  return [
    textEntry(packageRecord(name), control, origin),
    ...(sums.length === 0
      ? []
      : [textEntry(`${packageRecord(name)}.md5sums`, sums.map((line) => `${line}\n`).join(''), origin)]),
  ];
}
