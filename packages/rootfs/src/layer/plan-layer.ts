import { type Platform } from '@basewright/core';

import { homeEntries } from '../account-entries';
import { arrangeTree } from '../arrange-tree';
import { mergeAccounts, type WrittenGroup, type WrittenUser } from '../merge-accounts';
import { isSettledBy, refusal } from '../plan';
import { type TreeEntry } from '../tree';
import { writtenEntries, type WrittenTree } from '../written-entries';
import { baseAccounts, extendedAccountFiles } from './base-accounts';
import { baseLibraries, type BaseTree } from './base-facts';
import { interpreterLinks } from './interpreter-links';
import { osReleaseEntry } from './os-release-entry';
import { packageEntries } from './package-entries';
import { checkAgainstBase, placeOnBase, withoutBaseDirectories } from './place-on-base';
import { type LayerPackage, type LayerPackages } from './read-packages';

/** Everything a layer on a base is made of. */
export interface LayerInputs extends WrittenTree {
  /** The image project's name. */
  readonly name: string;
  readonly platform: Platform;
  readonly base: BaseTree;
  /** Null where none is asked for. */
  readonly packages: LayerPackages | null;
  readonly users: readonly WrittenUser[];
  readonly groups: readonly WrittenGroup[];
}

/**
 * What a layer adds to a base, one entry per path, sorted by path with each directory before what is in it; directories
 * of the base are not repeated. Throws BAD_INPUT with every mistake in the inputs at once.
 */
export function planLayer(inputs: LayerInputs): TreeEntry[] {
  const problems: string[] = [];
  const report = (problem: string): void => void problems.push(problem);
  const existing = baseAccounts(inputs.base);
  const accounts = mergeAccounts(inputs, report, existing);
  const added = {
    users: accounts.users.slice(existing.users.length),
    groups: accounts.groups.slice(existing.groups.length),
  };
  const written = writtenEntries(inputs, accounts, report);
  const onBase = (entry: TreeEntry): TreeEntry[] => {
    const placed = placeOnBase(inputs.base, entry, report);
    return placed === null ? [] : [placed];
  };
  const own = [
    ...extendedAccountFiles(inputs.base, added),
    ...homeEntries(added).filter((home) => !isSettledBy(home, written)),
    ...written,
  ].flatMap(onBase);
  const entries = [...own, ...unlessSettled(packaged(inputs).flatMap(onBase), own)];
  const layer = withoutBaseDirectories(inputs.base, arrangeTree(entries, report));
  checkAgainstBase(inputs.base, layer, report);
  if (problems.length > 0) throw refusal('the layer', problems);
  return layer;
}

/** What the packages put into the tree, if any are asked for. */
function packaged(inputs: LayerInputs): TreeEntry[] {
  const { packages, platform, base, name } = inputs;
  if (packages === null) return [];
  const entries = packageEntries(packages.packages, platform, baseLibraries(base));
  return [
    ...entries,
    ...interpreterLinks(interpreters(inputs, packages.packages), entries, base, platform),
    ...(entries.some(({ path }) => path === '/etc/os-release') ? [] : osReleaseEntry(base, packages.osRelease, name)),
  ];
}

/** What all scripts of the image name in their first lines. */
function interpreters({ base, files }: LayerInputs, packages: readonly LayerPackage[]): string[] {
  return [
    ...[...base.values()].flatMap(({ fact }) => fact?.interpreter ?? []),
    ...files.flatMap(({ nodes }) => nodes.flatMap((node) => (node.type === 'file' ? (node.interpreter ?? []) : []))),
    ...packages.flatMap(({ entries }) => entries.flatMap(({ interpreter }) => interpreter ?? [])),
  ];
}

/** What an author puts at a path goes before what a package has there. */
function unlessSettled(entries: readonly TreeEntry[], own: readonly TreeEntry[]): TreeEntry[] {
  const settled = new Set(own.flatMap((entry) => (isOnTheWay(entry) ? [] : [entry.path])));
  return entries.filter((entry) => isOnTheWay(entry) || !settled.has(entry.path));
}

function isOnTheWay(entry: TreeEntry): boolean {
  return entry.type === 'directory' && entry.implied === true;
}
