import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { openStore } from '@basewright/core';

/**
 * A store that shares everything with the user's but has object trees of its own, so that a build in it is a clean
 * one that need not download or unpack anything. Returns what to set $BASEWRIGHT_STORE to.
 */
export function storeWithOwnObjects(): string {
  const { root, objects, ...others } = openStore();
  const own = mkdtempSync(join(dirname(root), 'own-objects-'));
  const layout = join(own, basename(root));
  mkdirSync(join(layout, basename(objects)), { recursive: true });
  for (const path of Object.values(others)) {
    mkdirSync(path, { recursive: true });
    symlinkSync(path, join(layout, basename(path)));
  }
  return own;
}
