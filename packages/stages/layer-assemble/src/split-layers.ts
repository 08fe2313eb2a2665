import { type ImageTree } from '@basewright/oci';
import { arrangeTree, type TreeEntry } from '@basewright/tree';

import { withoutBaseDirectories } from './place-on-base';

/** A plan in two parts, each sorted by path with each directory before what is in it; one may be empty. */
export interface SplitPlan {
  /** Of packages, and of the base of a distroless image: it changes when those do. */
  readonly packaged: readonly TreeEntry[];
  /** What lies on that: the image's own, which changes with every edit. */
  readonly own: readonly TreeEntry[];
}

/**
 * Parts a plan for a base into two layers, which one on the other make the same tree. A hard link is where its file is.
 * `base` is what the lower one is put on.
 */
export function splitLayers(entries: readonly TreeEntry[], base: ImageTree<unknown>): SplitPlan {
  const ofPackages = new Set(entries.flatMap(({ path, isPackaged = false }) => (isPackaged ? [path] : [])));
  const isBelow = ({ path, ...entry }: TreeEntry): boolean =>
    ofPackages.has(path) && (entry.type !== 'hardlink' || ofPackages.has(entry.target));
  // What the two layers need of directories on the way, the plan had once.
  const packaged = withoutBaseDirectories(base, arrangeTree(entries.filter(isBelow), noProblem));
  const directories = new Map(packaged.flatMap((entry) => (entry.type === 'directory' ? [[entry.path, entry]] : [])));
  const own = entries.filter((entry) => {
    const below = directories.get(entry.path);
    const isRepeated = entry.type === 'directory' && below !== undefined && isAlike(entry, below);
    return !isBelow(entry) && !isRepeated;
  });
  return { packaged, own };
}

function isAlike(one: TreeEntry, other: TreeEntry): boolean {
  return one.mode === other.mode && one.uid === other.uid && one.gid === other.gid;
}

/** Whoever planned the whole has reported its mistakes. */
function noProblem(problem: string): never {
  throw new Error(`the plan holds what it should not: ${problem}`);
}
