import { relative } from 'node:path';

import { findUnused, humanBytes, openStore, log, removeUnused, type StoredItem } from '@basewright/core';
import { type GeneratorCallback, type Tree } from '@nx/devkit';

import { asGenerator } from '../as-generator';
import { parseBytes } from './parse-bytes';

/** Options of the generator `prune`. */
export interface PruneGeneratorOptions {
  /** Days: what was not used for longer is removed. */
  readonly olderThan: number;
  /** What the store may keep, such as `5GB`. */
  readonly maxSize?: string;
}

const DAY_MS = 24 * 3600 * 1000;

/**
 * Nx generator `@basewright/nx:prune`: lists what nobody has used for long, and removes it unless Nx was given --dry-run:
 * then it does not call what is returned. Throws BAD_INPUT for a size that is none.
 */
export async function pruneGenerator(
  _tree: Tree,
  { olderThan, maxSize }: PruneGeneratorOptions,
): Promise<GeneratorCallback> {
  const store = openStore();
  const maxBytes = maxSize === undefined ? Infinity : parseBytes('maxSize', maxSize);
  const { all, goes } = await findUnused(store, { unusedSince: Date.now() - olderThan * DAY_MS, maxBytes });
  for (const { path, bytes, used } of goes) {
    const date = new Date(used).toISOString().slice(0, 10);
    log.info(`${humanBytes(bytes)}  used last ${date}  ${relative(store.root, path)}`);
  }
  log.info(`${humanBytes(bytesOf(goes))} of ${humanBytes(bytesOf(all))} in the store can be removed`);
  return async () => {
    const removed = await removeUnused(store, goes);
    log.info(`removed ${humanBytes(bytesOf(removed))}`);
  };
}

function bytesOf(items: readonly StoredItem[]): number {
  return items.reduce((sum, { bytes }) => sum + bytes, 0);
}

export default asGenerator(pruneGenerator);
