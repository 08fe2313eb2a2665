import { posix } from 'node:path';

import { BasewrightError, resolvePath, type TreeEntry } from '@basewright/core';

import { MERGED_USR, MOUNT_POINTS, placeInRoot } from './root-layout';

/** What an unpacked package holds. */
export interface PackageContent {
  readonly name: string;
  /** Where it lies on this machine. */
  readonly directory: string;
  /** Parents first. */
  readonly entries: readonly TreeEntry[];
}

/** Something that is made in a root. */
export interface RootNode {
  readonly type: 'directory' | 'file' | 'symlink';
  /** What a link says. */
  readonly target?: string;
  /** Where a file lies on this machine. */
  readonly source?: string;
}

/** Directories that a root has whatever its packages bring. */
const OWN = ['/usr', ...MOUNT_POINTS.map((name) => `/${name}`)];

/**
 * What a root holds by absolute path, parents first; no path leads through a link, so that making it touches nothing else. Where two
 * packages have one path, the first keeps it; what is below a link goes where that leads inside the root, as dpkg has it. Throws
 * BAD_INPUT for what is below a file or links in a circle, and for anything but a directory in the place of one that each root has.
 */
export function planRoot(packages: readonly PackageContent[]): ReadonlyMap<string, RootNode> {
  const nodes = new Map<string, RootNode>(OWN.map((path) => [path, { type: 'directory' }]));
  for (const { name, directory, entries } of packages) {
    for (const { path, type, target = '' } of entries) {
      const inRoot = path === '.' ? null : placeInRoot(path);
      // base-files ships the merged-/usr links themselves.
      if (inRoot === null || type === 'other' || (type === 'symlink' && MERGED_USR.some((one) => one === path)))
        continue;
      const refused = (why: string): BasewrightError =>
        new BasewrightError('BAD_INPUT', `cannot make a build root: /${inRoot} of package ${name} ${why}`, {
          hint: 'pin another version of the package: nx g @basewright/nx:lock',
        });
      const place = resolvePath(nodes, `/${inRoot}`, true);
      if (place === null) throw refused('is below links that lead in a circle');
      if (OWN.includes(place) && type !== 'directory') throw refused('would take the place of a directory');
      if (nodes.has(place)) continue;
      if (!makeParents(place, nodes)) throw refused('is below a file of another package');
      nodes.set(place, type === 'file' ? { type, source: posix.join(directory, path) } : { type, target });
    }
  }
  return nodes;
}

/** Adds the directories above a place; false where one of them is a file. */
function makeParents(place: string, nodes: Map<string, RootNode>): boolean {
  const parent = posix.dirname(place);
  if (parent === '/') return true;
  const there = nodes.get(parent);
  if (there !== undefined) return there.type === 'directory';
  if (!makeParents(parent, nodes)) return false;
  nodes.set(parent, { type: 'directory' });
  return true;
}
