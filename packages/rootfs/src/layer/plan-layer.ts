import { type ImageTree } from '@basewright/oci';

import { homeEntries } from '../account-entries';
import { arrangeTree } from '../arrange-tree';
import { mergeAccounts, type WrittenGroup, type WrittenUser } from '../merge-accounts';
import { isSettledBy, refusal } from '../plan';
import { type TreeEntry } from '../tree';
import { writtenEntries, type WrittenTree } from '../written-entries';
import { baseAccounts, extendedAccountFiles } from './base-accounts';
import { checkAgainstBase, placeOnBase, withoutBaseDirectories } from './place-on-base';

/** Everything a layer on a base is made of. */
export interface LayerInputs extends WrittenTree {
  /** The tree of the base, with the bytes of its tables of accounts. */
  readonly base: ImageTree<Buffer>;
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
  const entries = [
    ...extendedAccountFiles(inputs.base, added),
    ...homeEntries(added).filter((home) => !isSettledBy(home, written)),
    ...written,
  ].flatMap((entry) => placeOnBase(inputs.base, entry, report) ?? []);
  const layer = withoutBaseDirectories(inputs.base, arrangeTree(entries, report));
  checkAgainstBase(inputs.base, layer, report);
  if (problems.length > 0) throw refusal('the layer', problems);
  return layer;
}
