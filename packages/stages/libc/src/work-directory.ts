import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { digestOf, log, type Store, withLock } from '@basewright/core';

/**
 * Runs a build in an empty directory of the store that stands for `key`, alone, and removes it afterwards. What a
 * killed build left there is removed first. A lock file beside the store's others keeps two builds apart.
 */
export async function inWorkDirectory<T>(
  store: Store,
  key: unknown,
  build: (directory: string) => Promise<T>,
): Promise<T> {
  const name = `libc-${digestOf(key)}`;
  const directory = join(store.objects, name);
  const onWait = (): void => {
    log.doing('waiting for another build of the same libc');
  };
  return withLock({ path: join(store.locks, name), onWait }, async () => {
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    try {
      return await build(directory);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
}
