import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { sha256 } from './digest';
import { addToStore, findStored } from './download-store';
import { exec } from './exec';
import { openStore, type Store } from './store';

const SHA256 = sha256('content');

async function inStore(test: (store: Store, home: string) => Promise<void>): Promise<void> {
  await inTemporaryDirectory(async (home) => {
    const store = openStore({ BASEWRIGHT_STORE: join(home, 'store') });
    await mkdir(store.downloads, { recursive: true });
    await writeFile(join(home, 'victim'), 'mine');
    await test(store, home);
  });
}

it('gives a file with its digest', () =>
  inStore(async (store) => {
    const path = join(store.downloads, SHA256);
    await writeFile(path, 'content');
    expect(await findStored(store, [SHA256])).toEqual({ path, sha256: SHA256 });
  }));

it('adds what it was given a name for: a digest, or that of a file with the key that signed it', () =>
  inStore(async (store) => {
    const signature = `${SHA256}.sig-${'A1'.repeat(20)}`;
    for (const name of [SHA256, signature]) {
      const fill = (incoming: string): Promise<string> => writeFile(incoming, 'content').then(() => name);
      expect(await addToStore(store, 'x', fill)).toBe(join(store.downloads, name));
    }
    await expect(findStored(store, [signature])).rejects.toMatchObject({ code: 'BAD_INPUT' });
  }));

it.each(['../../../victim', '.', '', `${'a'.repeat(64)}/../x`, `${SHA256}.sig-../x`, 'A'.repeat(64)])(
  'refuses %j for a digest, and touches nothing that it leads to',
  (name) =>
    inStore(async (store, home) => {
      await expect(findStored(store, [name])).rejects.toMatchObject({ code: 'BAD_INPUT' });
      const added = addToStore(store, 'x', async (incoming) => {
        await writeFile(incoming, 'other');
        return name;
      });
      await expect(added).rejects.toMatchObject({ code: 'BAD_INPUT' });
      expect(await readFile(join(home, 'victim'), 'utf8')).toBe('mine');
    }),
);

it.each<[string, (path: string, home: string) => Promise<unknown>]>([
  ['a link', (path, home) => symlink(join(home, 'victim'), path)],
  ['a pipe', (path) => exec('mkfifo', [path])],
  ['a directory', (path) => mkdir(path)],
])('removes %s that has the name of a file, and does not follow it', (_what, make) =>
  inStore(async (store, home) => {
    await make(join(store.downloads, SHA256), home);
    expect(await findStored(store, [SHA256])).toBeNull();
    await expect(stat(join(store.downloads, SHA256))).rejects.toThrow('ENOENT');
    expect(await readFile(join(home, 'victim'), 'utf8')).toBe('mine');
  }),
);
