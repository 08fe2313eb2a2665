import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { sha256File } from './digest';
import { exists } from './files';
import { type Store } from './store';
import { stateOf } from './stored-tree';
import { sha256Hex } from './words/digest';

/** Something of the store that is not as it was. */
export interface Damaged {
  readonly path: string;
  /** As in `usr/bin/gcc was changed`. */
  readonly damage: string;
}

/** Reads every byte of a store's trees and downloads, and tells how many there are and which are damaged. Changes nothing. */
export async function findDamage(store: Store): Promise<{ readonly checked: number; readonly damaged: Damaged[] }> {
  const { packages, roots, sources, objects, libcs, sysroots, images, downloads } = store;
  const damaged: Damaged[] = [];
  let checked = 0;
  const note = (path: string, damage: string | null): void => {
    checked++;
    if (damage !== null) damaged.push({ path, damage });
  };
  for (const directory of [packages, roots, sources, objects, libcs, sysroots, images]) {
    for (const path of await pathsIn(directory)) {
      // In an object tree that is being built in, files differ from its manifest.
      if (/\.(?:manifest|building)$/.test(path) || (await exists(`${path}.building`))) continue;
      const state = await stateOf(path, true);
      note(path, typeof state === 'object' ? state.damage : null);
    }
  }
  for (const path of await pathsIn(downloads)) {
    const name = path.slice(downloads.length + 1);
    // A signature is named by what it signs.
    if (!sha256Hex.safeParse(name).success) continue;
    note(path, (await sha256File(path).catch(() => null)) === name ? null : 'its sha256 is another');
  }
  return { checked, damaged };
}

async function pathsIn(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.filter((name) => !name.startsWith('.')).map((name) => join(directory, name));
}
