import { type ChildProcess } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { type RootManifest } from '@basewright/contracts';
import { exec, openStore, type Store } from '@basewright/core';
import { type Ended, ended, runCommand, start, storeWithOwn, until } from '@basewright/testing';

import { materialiseRoot, rootManifest, runInSandbox } from '../src';
import { buildRoot } from './real-roots';

let manifest: RootManifest;
let home = '';
beforeAll(async () => {
  manifest = await buildRoot();
  await materialiseRoot(openStore(), {}, manifest);
});

beforeEach(() => {
  home = storeWithOwn(['roots', 'temporary'], openStore());
});
afterEach(() => rm(home, { recursive: true, force: true }));

const ownStore = (): Store => openStore({ BASEWRIGHT_STORE: home });
const pathsIn = async (directory: string): Promise<string[]> => (await readdir(directory, { recursive: true })).sort();

it('is a tree of links into the packages, the same in every store', async () => {
  const path = await materialiseRoot(ownStore(), {}, manifest);
  expect(path).toBe(join(ownStore().roots, manifest.digest));
  expect(await pathsIn(path)).toEqual(await pathsIn(join(openStore().roots, manifest.digest)));
  const { stdout } = await runInSandbox({ root: path, program: 'awk', args: ['BEGIN { print 6 * 7 }'] });
  expect(stdout).toBe('42\n');
});

it('is another root with other links', () => {
  expect(rootManifest(manifest.packages, {}).digest).not.toBe(manifest.digest);
  expect(rootManifest(manifest.packages, manifest.links).digest).toBe(manifest.digest);
});

/** Starts to make the tree in a process of its own, and returns when it is in the middle of that. */
async function whileMade(store: Store): Promise<{ child: ChildProcess; end: Promise<Ended> }> {
  const child = start(runCommand(join(__dirname, 'run-materialise.ts'), JSON.stringify(manifest)), {
    BASEWRIGHT_STORE: home,
  });
  const end = ended(child);
  const halfMade = async (): Promise<string[]> => {
    const [name = 'none'] = await readdir(store.temporary).catch(() => []);
    return readdir(join(store.temporary, name, 'usr/share')).catch(() => []);
  };
  await until('the tree is being made', async () => (await halfMade()).length > 0);
  return { child, end };
}

it('kill -9 in the middle leaves nothing that is taken for whole, and the next run clears it', async () => {
  const store = ownStore();
  const { child, end } = await whileMade(store);
  child.kill('SIGKILL');
  expect((await end).status).toBe('SIGKILL');
  expect(await readdir(store.roots)).toEqual([]);
  expect(await readdir(store.temporary)).toHaveLength(1);

  const path = await materialiseRoot(store, {}, manifest);
  expect(basename(path)).toBe(manifest.digest);
  expect(await pathsIn(path)).toEqual(await pathsIn(join(openStore().roots, manifest.digest)));
  expect(await readdir(store.temporary)).toEqual([]);
});

it.each<[string, (store: Store) => string]>([
  ['roots', ({ roots }) => roots],
  ['what is being made', ({ temporary }) => temporary],
])('is whole although %s is deleted while it is filled', async (_, directory) => {
  const store = ownStore();
  const { end } = await whileMade(store);
  await exec('rm', ['-rf', directory(store)], { okExitCodes: [1] });
  expect(await end).toMatchObject({ status: 0, stderr: '' });
  const path = join(store.roots, manifest.digest);
  expect(await pathsIn(path)).toEqual(await pathsIn(join(openStore().roots, manifest.digest)));
});

it('is made anew when a file of it is gone, as every use finds out', async () => {
  const store = ownStore();
  const path = await materialiseRoot(store, {}, manifest);
  await rm(join(path, 'usr/bin/gawk'));
  await materialiseRoot(store, {}, manifest);
  const { stdout } = await runInSandbox({ root: path, program: 'awk', args: ['BEGIN { print 6 * 7 }'] });
  expect(stdout).toBe('42\n');
});

it('two at once make one', async () => {
  const store = ownStore();
  const paths = await Promise.all([1, 2].map(() => materialiseRoot(store, {}, manifest)));
  expect(new Set(paths).size).toBe(1);
  expect(await readdir(store.roots)).toEqual([manifest.digest, `${manifest.digest}.manifest`]);
});
