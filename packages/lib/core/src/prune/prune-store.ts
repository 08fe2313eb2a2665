import { type Store } from '../store';
import { removeTree } from '../stored-tree';
import { oldestBuild } from '../use-mark';
import { planPrune, type PruneLimits, type StoredItem } from './plan-prune';
import { storedItems } from './stored-items';

export { type StoredItem } from './plan-prune';

/** What the store holds, and what of it is to go. */
export interface PrunePlan {
  readonly all: readonly StoredItem[];
  readonly goes: readonly StoredItem[];
}

/** Finds what nobody has used for so long, or is too much, and no build that runs may hold. Removes nothing. */
export async function findUnused(store: Store, limits: Omit<PruneLimits, 'heldSince'>): Promise<PrunePlan> {
  const heldSince = await oldestBuild(store);
  const all = storedItems(store);
  return { all, goes: planPrune(all, { ...limits, heldSince }) };
}

/** Removes what {@link findUnused} has found, but for what was used since. Returns what it removed. */
export async function removeUnused(store: Store, goes: readonly StoredItem[]): Promise<StoredItem[]> {
  const now = new Map(storedItems(store).map(({ path, used }) => [path, used]));
  const heldSince = await oldestBuild(store);
  const removed = goes.filter(({ path, used }) => now.get(path) === used && used < heldSince);
  for (const { path } of removed) await removeTree(store, path);
  return removed;
}
