import { posix } from 'node:path';

import { invariant, type Platform } from '@basewright/core';

import { type PackageNode } from './read-packages';

/** More hops than any chain of links in a package has. */
const MAX_LINKS = 16;

/**
 * The paths of shared objects, and of links to them, that need not be there because the base has the same bytes under a
 * name that the loader asks for. One that differs stays: it is found before the base's, for the loader looks into the
 * multiarch directory first.
 */
export function repeatedLibraries(
  nodes: readonly PackageNode[],
  { multiarch }: Platform,
  baseLibraries: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const searched = new Set([`/usr/lib/${multiarch}`, '/usr/lib']);
  const byPath = new Map(nodes.map((node) => [node.path, node]));
  const names = new Map<string, string[]>();
  for (const { path, type } of nodes) {
    const file = type === 'symlink' ? targetOf(path, byPath) : path;
    if (file !== undefined) names.set(file, [...(names.get(file) ?? []), path]);
  }
  const repeated = nodes.filter(
    ({ path, type, sha256 }) =>
      type === 'file' &&
      sha256 !== undefined &&
      searched.has(posix.dirname(path)) &&
      (names.get(path) ?? []).some((name) => baseLibraries.get(posix.basename(name)) === sha256),
  );
  return new Set(repeated.flatMap(({ path }) => names.get(path) ?? []));
}

/** The file that a link of a package leads to, if it is one of the packages'. */
function targetOf(link: string, byPath: ReadonlyMap<string, PackageNode>): string | undefined {
  let path = link;
  for (let hops = 0; hops < MAX_LINKS; hops++) {
    const node = byPath.get(path);
    if (node?.type !== 'symlink') return node?.type === 'file' ? path : undefined;
    path = posix.resolve(posix.dirname(path), invariant(node.target, 'the target of a link'));
  }
  return undefined;
}
