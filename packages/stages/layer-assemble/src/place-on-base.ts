import { resolvePath } from '@basewright/core';
import { type ImageTree } from '@basewright/oci';
import { nameOf, type Report, type TreeEntry } from '@basewright/tree';

/**
 * An entry at the place where its path leads in the base: of `/lib/x` on a base whose /lib is a link to usr/lib that is
 * `/usr/lib/x`. A layer that had an entry below a link would put a directory in the place of the link. Reports links
 * that lead in a circle, and gives null then.
 */
export function placeOnBase(base: ImageTree<unknown>, entry: TreeEntry, report: Report): TreeEntry | null {
  // A directory that is only on the way is where its path leads; anything else takes the place of a link.
  const isOnTheWay = entry.type === 'directory' && entry.implied === true;
  const place = resolvePath(base, entry.path, !isOnTheWay);
  if (place === null) {
    report(`${entry.path}: ${nameOf(entry)} is below links of the base that lead in a circle`);
    return null;
  }
  if (entry.type !== 'hardlink') return { ...entry, path: place };
  return { ...entry, path: place, target: resolvePath(base, entry.target, true) ?? entry.target };
}

/** The entries that a layer needs: all but the directories which are only on the way to others, and which the base has. */
export function withoutBaseDirectories(base: ImageTree<unknown>, entries: readonly TreeEntry[]): TreeEntry[] {
  return entries.filter(
    (entry) => entry.type !== 'directory' || entry.implied !== true || base.get(entry.path)?.type !== 'directory',
  );
}

/** Reports entries that would put something else in the place of a directory of the base, or a directory in that of something else. */
export function checkAgainstBase(base: ImageTree<unknown>, entries: readonly TreeEntry[], report: Report): void {
  for (const entry of entries) {
    const there = base.get(entry.path);
    if (there === undefined || (there.type === 'directory') === (entry.type === 'directory')) continue;
    const what = there.type === 'directory' ? 'a directory' : KINDS[there.type];
    report(`${entry.path}: ${nameOf(entry)} would take the place of ${what} of the base`);
  }
}

const KINDS = { file: 'a file', symlink: 'a symbolic link', hardlink: 'a file', other: 'a device' } as const;
