import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { openStore, type RootManifest, type Store } from '@basewright/core';
import { ended, runCommand, start, storeWithOwn, until } from '@basewright/testing';

import { materialiseRoot, rootManifest, runInSandbox } from '../src';
import { buildRoot } from './real-roots';

let manifest: RootManifest;
let home = '';
beforeAll(async () => {
  manifest = await buildRoot();
  await materialiseRoot(openStore(), {}, manifest);
});

beforeEach(() => {
  home = storeWithOwn('roots', openStore());
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

it('kill -9 in the middle leaves nothing that is taken for whole, and the next run goes through', async () => {
  const store = ownStore();
  const child = start(runCommand(join(__dirname, 'run-materialise.ts'), JSON.stringify(manifest)), {
    BASEWRIGHT_STORE: home,
  });
  const end = ended(child);
  const halfMade = async (): Promise<string[]> => {
    const names = await readdir(store.roots).catch(() => []);
    return names.length === 0 ? [] : readdir(join(store.roots, names[0] ?? '', 'usr/share')).catch(() => []);
  };
  await until('the tree is being made', async () => (await halfMade()).length > 0);
  child.kill('SIGKILL');
  expect((await end).status).toBe('SIGKILL');
  const [left = '', ...others] = await readdir(store.roots);
  expect(others).toEqual([]);
  expect(left).toMatch(new RegExp(`^\\.${manifest.digest}\\..*\\.tmp$`));

  const path = await materialiseRoot(store, {}, manifest);
  expect(basename(path)).toBe(manifest.digest);
  const whole = await pathsIn(join(openStore().roots, manifest.digest));
  expect((await pathsIn(join(store.roots, left))).length).toBeLessThan(whole.length);
  expect(await pathsIn(path)).toEqual(whole);
});

it('two at once make one', async () => {
  const store = ownStore();
  const paths = await Promise.all([1, 2].map(() => materialiseRoot(store, {}, manifest)));
  expect(new Set(paths).size).toBe(1);
  expect(await readdir(store.roots)).toEqual([manifest.digest]);
});
