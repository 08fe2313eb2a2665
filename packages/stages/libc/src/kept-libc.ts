import { join } from 'node:path';

import { digestOf, type Store, storedTree } from '@basewright/core';

import { inWorkDirectory } from './work-directory';

/** What a libc is made from: all that decides its bytes. */
export interface LibcKey {
  /** Digest of the patched sources. */
  readonly source: string;
  /** Digest of the root it is compiled in. */
  readonly root: string;
  /** Digest of its configuration. */
  readonly settings: string;
  /** Digest of the code that builds it. */
  readonly recipe: string;
}

/** Where to look for a libc, and whether to. */
export interface KeptLibc {
  readonly store: Store;
  readonly key: LibcKey;
  /** Build it although the store has it. */
  readonly clean: boolean;
}

/**
 * The directory of the store with the packed libc of a key. `build` gets an empty work directory, and the directory
 * to leave the result in; it is not called for a libc that another project, or another checkout, has built.
 */
export async function keptLibc(
  { store, key, clean }: KeptLibc,
  build: (work: string, directory: string) => Promise<void>,
): Promise<string> {
  return storedTree({ store, path: join(store.libcs, digestOf(key)), anew: clean }, (directory) =>
    inWorkDirectory(store, key, (work) => build(work, directory)),
  );
}
