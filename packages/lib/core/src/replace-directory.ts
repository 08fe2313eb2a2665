import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import { syncPath, syncTree } from './durable';
import { exists } from './files';
import { clearAbandoned, temporaryBeside } from './temporary-names';
import { describeTree, sameTrees } from './tree-manifest';

/**
 * Replaces a directory by a filled one: `fill` works in a temporary directory beside it, which is on the disk before it takes
 * the name. One that holds the same already stays as it is, for somebody may read it. Call it under a lock.
 */
export async function replaceDirectory<T>(path: string, fill: (temporary: string) => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  await clearAbandoned(dirname(path));
  const temporary = temporaryBeside(path);
  const old = temporaryBeside(path);
  await mkdir(temporary, { recursive: true });
  try {
    const result = await fill(temporary);
    if (await holdsSame(path, temporary)) return result;
    await syncTree(temporary);
    if (await exists(path)) await rename(path, old);
    await rename(temporary, path);
    syncPath(dirname(path));
    return result;
  } finally {
    await Promise.all([temporary, old].map((leftover) => rm(leftover, { recursive: true, force: true })));
  }
}

async function holdsSame(path: string, temporary: string): Promise<boolean> {
  const held = await describeTree(path).catch(() => null);
  return held !== null && sameTrees(held, await describeTree(temporary));
}
