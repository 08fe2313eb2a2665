import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { sha256 } from './digest';
import { findDamage } from './find-damage';
import { openStore } from './store';
import { storedTree } from './stored-tree';

it('finds what has other bytes, also where size and time are as they were', () =>
  inTemporaryDirectory(async (directory) => {
    const store = openStore({ BASEWRIGHT_STORE: directory });
    const fill = async (temporary: string): Promise<void> => {
      await writeFile(join(temporary, 'file'), 'content');
      await utimes(join(temporary, 'file'), 1, 1);
    };
    const [good, bad] = [join(store.packages, 'good'), join(store.packages, 'bad')];
    for (const path of [good, bad]) await storedTree({ store, path }, fill);
    await mkdir(store.downloads);
    for (const text of ['one', 'two']) await writeFile(join(store.downloads, sha256(text)), text);
    expect(await findDamage(store)).toEqual({ checked: 4, damaged: [], unreadable: [] });

    await writeFile(join(bad, 'file'), 'CONTENT');
    await utimes(join(bad, 'file'), 1, 1);
    await writeFile(join(store.downloads, sha256('two')), 'three');
    expect(await findDamage(store)).toEqual({
      checked: 4,
      damaged: [
        { path: bad, damage: 'file was changed' },
        { path: join(store.downloads, sha256('two')), damage: 'its sha256 is another' },
      ],
      unreadable: [],
    });
  }));
