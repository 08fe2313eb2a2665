import { posix } from 'node:path';

import { invariant } from './errors';

/** More hops than any chain of links in an image has; Linux gives up at 40. */
const MAX_LINKS = 40;

/** As much of a tree as it takes to follow links: absolute paths, what is there, and where links lead. */
export type TreeWithLinks = ReadonlyMap<string, { readonly type: string; readonly target?: string }>;

/**
 * Where a path of an image leads when every link on the way is followed, as in a container: a link never leaves the
 * tree. The path need not be there; null for a loop. With `keepLast` a link at the end is not followed.
 */
export function resolvePath(tree: TreeWithLinks, path: string, keepLast = false): string | null {
  const pending = namesOf(path).reverse();
  let place = '/';
  let hops = 0;
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (name === '..') {
      place = posix.dirname(place);
      continue;
    }
    const next = posix.join(place, name);
    const node = tree.get(next);
    if (node?.type !== 'symlink' || (keepLast && pending.length === 0)) {
      place = next;
      continue;
    }
    if (++hops > MAX_LINKS) return null;
    const target = invariant(node.target, 'the target of a link');
    if (target.startsWith('/')) place = '/';
    pending.push(...namesOf(target).reverse());
  }
  return place;
}

function namesOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}
