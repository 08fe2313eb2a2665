import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { sha256File } from './digest';
import { exists } from './files';
import { type Store } from './store';
import { stateOf } from './stored-tree';
import { sha256Hex } from './words/digest';

/** Something of the store that is not as it was. */
interface Damaged {
  readonly path: string;
  /** As in `usr/bin/gcc was changed`. */
  readonly damage: string;
}

/** What a look at a whole store has found. */
export interface Damages {
  /** How many trees and downloads were read. */
  readonly checked: number;
  readonly damaged: readonly Damaged[];
  /** What may not be read by who looks: another user's, in a store that several share. */
  readonly unreadable: readonly string[];
}

/** Reads every byte of a store's trees and downloads. Changes nothing. */
export async function findDamage(store: Store): Promise<Damages> {
  const { packages, roots, sources, objects, libcs, sysroots, images, downloads } = store;
  const damaged: Damaged[] = [];
  const unreadable: string[] = [];
  let checked = 0;
  const look = async (path: string, damageOf: () => Promise<string | null>): Promise<void> => {
    try {
      const damage = await damageOf();
      checked++;
      if (damage !== null) damaged.push({ path, damage });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
      unreadable.push(path);
    }
  };
  for (const directory of [packages, roots, sources, objects, libcs, sysroots, images]) {
    for (const path of await pathsIn(directory)) {
      // In an object tree that is being built in, files differ from its manifest.
      if (/\.(?:manifest|building)$/.test(path) || (await exists(`${path}.building`))) continue;
      await look(path, async () => {
        const state = await stateOf(path, true);
        return typeof state === 'object' ? state.damage : null;
      });
    }
  }
  for (const path of await pathsIn(downloads)) {
    const name = path.slice(downloads.length + 1);
    // A signature is named by what it signs.
    if (!sha256Hex.safeParse(name).success) continue;
    await look(path, async () => ((await sha256File(path)) === name ? null : 'its sha256 is another'));
  }
  return { checked, damaged, unreadable };
}

async function pathsIn(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.filter((name) => !name.startsWith('.')).map((name) => join(directory, name));
}
