import { readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';

import { exists } from '@basewright/core';
import { ended, runCommand, start, until } from '@basewright/testing';

import { openApt, unpackPackages } from '../src';
import { HOST } from './tiny-archive';
import { saying, withArchives } from './with-archives';

/** Takes long enough to unpack to be met at it. */
const LARGE = { name: 'large', version: '1.0', size: 80_000_000 };

it('kill -9 while packages are unpacked leaves nothing that is taken for whole, and the next run goes through', () =>
  withArchives(async ({ main, settings, store }) => {
    await main.publish('trixie', [LARGE]);
    const { result: packages } = await saying(async () => (await openApt(store, settings, [HOST])).resolve(['large']));
    const command = runCommand(join(__dirname, 'run-unpack.ts'), JSON.stringify(settings), JSON.stringify(packages));
    const child = start(command, { BASEWRIGHT_STORE: join(store.root, '..') });
    const end = ended(child);
    const sha256 = packages[0]?.sha256 ?? '';
    const unpacked = 'usr/share/large';
    const unpacking = async (): Promise<boolean> => {
      const names = await readdir(store.temporary).catch(() => []);
      return (await Promise.all(names.map((name) => exists(join(store.temporary, name, unpacked))))).includes(true);
    };
    await until('a package is being unpacked', unpacking);
    child.kill('SIGKILL');
    expect((await end).status).toBe('SIGKILL');
    expect(await exists(join(store.packages, sha256))).toBe(false);

    const { result: directories } = await saying(() => unpackPackages(store, settings, packages));
    const directory = directories.get(sha256) ?? '';
    expect((await stat(join(directory, unpacked))).size).toBe(LARGE.size);
    expect(await readdir(store.temporary)).toEqual([]);

    await truncate(join(directory, unpacked), 5);
    await saying(() => unpackPackages(store, settings, packages));
    expect((await stat(join(directory, unpacked))).size).toBe(LARGE.size);
  }));
