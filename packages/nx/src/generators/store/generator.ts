import { join, resolve } from 'node:path';

import { BasewrightError, openStore } from '@basewright/core';
import { emptyLock, exportStore, fillStore, importStore, readLock } from '@basewright/debian';
import { type Tree } from '@nx/devkit';

import { pluginSettings } from '../../plugin-settings';
import { asGenerator } from '../as-generator';

/** Options of the generator `store`; files are relative to the workspace. */
export interface StoreGeneratorOptions {
  /** Write what the lock file pins to this file. */
  readonly export?: string;
  /** Add what such a file holds to the store. */
  readonly import?: string;
}

/**
 * Nx generator `@basewright/nx:store`: carries what builds need to a machine without a network. `--export` fills the store
 * with all that the lock file pins first.
 */
export async function storeGenerator(tree: Tree, options: StoreGeneratorOptions): Promise<void> {
  const { lockFile, debian = {} } = pluginSettings(tree);
  const store = openStore();
  if (options.import !== undefined) await importStore(store, resolve(tree.root, options.import));
  if (options.export !== undefined) {
    const path = join(tree.root, lockFile);
    const lock = (await readLock(path)) ?? emptyLock(debian.suite ?? '');
    await fillStore(store, { ...debian, lockFile: path }, lock);
    await exportStore(store, resolve(tree.root, options.export));
  }
  if (options.import === undefined && options.export === undefined) {
    throw new BasewrightError('BAD_INPUT', 'cannot tell what to do with the store', {
      hint: 'npx nx g @basewright/nx:store --export=FILE, or --import=FILE',
    });
  }
}

export default asGenerator(storeGenerator);
