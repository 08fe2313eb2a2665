import { resolvePath } from '@basewright/core';
import { findProgram, OF_BASE, type Start, type TreeEntry, type WrittenUser } from '@basewright/tree';

import { type InspectedTree, type Removed, removedInterpreter } from './find-removed';

/** What is left and may need something that went. */
export interface Remaining extends InspectedTree {
  readonly removed: ReadonlyMap<string, Removed>;
  readonly users: readonly WrittenUser[];
  readonly start: Start;
}

/** One line for everything left that needs what went, with its place in image.json. */
export function findBrokenReferences(left: Remaining): string[] {
  const tree = new Map(left.entries.map((entry) => [entry.path, entry]));
  return [...scriptNeeds(left, tree), ...linkNeeds(left, tree), ...shellNeeds(left, tree), ...startNeeds(left, tree)];
}

type Tree = ReadonlyMap<string, TreeEntry>;

function scriptNeeds({ entries, fileKinds, removed }: Remaining, tree: Tree): string[] {
  return entries.flatMap(({ path, origin }) => {
    const runner = removed.has(path) ? undefined : removedInterpreter(fileKinds.get(path), tree, removed);
    const from = origin === OF_BASE ? 'from' : origin;
    return runner === undefined ? [] : [`${from}: ${path} is run by ${runner}, which goes`];
  });
}

function linkNeeds({ entries, written, removed }: Remaining, tree: Tree): string[] {
  return entries.flatMap(({ path, type, origin }) => {
    const end = type === 'symlink' && written.has(path) ? resolvePath(tree, path) : null;
    return end !== null && removed.has(end) ? [`${origin}: ${path} leads to ${end}, which goes`] : [];
  });
}

/** Shells that let nobody in: one that is not there does the same. */
const NO_LOGIN = /\/(false|nologin)$/;

function shellNeeds({ users, removed }: Remaining, tree: Tree): string[] {
  return users.flatMap(({ name, shell }, index) => {
    const end = shell === undefined || NO_LOGIN.test(shell) ? null : resolvePath(tree, shell);
    return end !== null && removed.has(end) ? [`rootfs.users[${index}].shell (${name}): ${shell} goes`] : [];
  });
}

/** The program that is started, and every path among its arguments. */
function startNeeds({ start, removed }: Remaining, tree: Tree): string[] {
  return start.words.flatMap(({ word, place, isInherited }, index) => {
    if (index > 0 && !word.startsWith('/')) return [];
    const found = findProgram(word, tree, { path: start.env.PATH, directory: start.workingDir });
    const gone = removed.get(found.path ?? '');
    if (gone === undefined) return [];
    const whose = `${isInherited ? "the base's " : ''}"${word}"`;
    return [`${place}: ${whose}${word === gone.path ? '' : ` is ${gone.path}, which`} goes (${gone.why})`];
  });
}
