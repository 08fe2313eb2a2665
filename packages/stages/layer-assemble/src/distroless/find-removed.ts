import { resolvePath } from '@basewright/core';
import { DEFAULT_PATH } from '@basewright/oci';
import { findProgram, parentsOf, type TreeEntry } from '@basewright/tree';

import { type FileKind } from './file-kinds';
import { isDistributions, type RemovalRule, ruleOf } from './removal-rules';

/** Something that a distroless image does without, and why. */
export interface Removed {
  readonly path: string;
  readonly kind: RemovalRule;
  /** Ends the sentence "it goes": `BusyBox`, `a link to /bin/busybox`, `a script of /bin/sh`. */
  readonly why: string;
}

/** A whole tree, and what its programs are. */
export interface InspectedTree {
  readonly entries: readonly TreeEntry[];
  readonly fileKinds: ReadonlyMap<string, FileKind>;
  /** Paths that image.json puts there: those stay, whatever they are. */
  readonly written: ReadonlySet<string>;
}

/**
 * What goes from a tree, by path: BusyBox, shells, package managers and what only they read; whatever leads to them or is
 * another name of them; and the distribution's own scripts that they run. `asked` are paths that the author names.
 */
export function findRemoved(
  { entries, fileKinds, written }: InspectedTree,
  asked: readonly string[],
): Map<string, Removed> {
  const tree = new Map(entries.map((entry) => [entry.path, entry]));
  const removed = new Map<string, Removed>();
  const files = new Map<string, string>();
  const remove = (entry: TreeEntry, kind: RemovalRule, why: string = kind): void => {
    removed.set(entry.path, { path: entry.path, kind, why });
    if (entry.type !== 'file' && entry.type !== 'hardlink') return;
    if (!files.has(fileOf(entry))) files.set(fileOf(entry), kind === 'BusyBox' ? kind : entry.path);
  };
  const consequence = (entry: TreeEntry): readonly [RemovalRule, string] | undefined => {
    if (entry.type === 'symlink') {
      const end = resolvePath(tree, entry.path);
      return end !== null && removed.has(end) ? ['a link', `a link to ${end}`] : undefined;
    }
    if (entry.type === 'directory') return undefined;
    const name = files.get(fileOf(entry));
    if (name !== undefined) return ['a link', `another name of ${name}`];
    const runner = isDistributions(entry.path)
      ? removedInterpreter(fileKinds.get(fileOf(entry)), tree, removed)
      : undefined;
    return runner === undefined ? undefined : ['a script', `a script of ${runner}`];
  };

  const rest = entries.filter(({ path }) => !written.has(path) && path !== '/');
  for (const entry of rest) {
    const kind = asked.some((path) => entry.path === path || entry.path.startsWith(`${path}/`))
      ? 'asked for'
      : fileKinds.get(entry.path)?.isBusyBox === true
        ? 'BusyBox'
        : ruleOf(entry.path);
    if (kind !== undefined) remove(entry, kind);
  }
  for (let before = -1; before !== removed.size;) {
    before = removed.size;
    for (const entry of rest) {
      const found = removed.has(entry.path) ? undefined : consequence(entry);
      if (found !== undefined) remove(entry, ...found);
    }
  }
  // A directory in which something is left stays.
  const kept = new Set<string>();
  for (const { path } of entries) {
    if (removed.has(path)) continue;
    for (const parent of parentsOf(path).reverse()) {
      if (kept.has(parent)) break;
      kept.add(parent);
      removed.delete(parent);
    }
  }
  return removed;
}

/** Scripts are looked at whatever PATH a container has. */
const ANYWHERE = { path: DEFAULT_PATH, directory: '/' };

/** The first program that runs a script and goes, as the script names it. */
export function removedInterpreter(
  fileKind: FileKind | undefined,
  tree: ReadonlyMap<string, TreeEntry>,
  removed: ReadonlyMap<string, Removed>,
): string | undefined {
  return fileKind?.runBy.find((name) => removed.has(findProgram(name, tree, ANYWHERE).path ?? ''));
}

function fileOf(entry: TreeEntry): string {
  return entry.type === 'hardlink' ? entry.target : entry.path;
}
