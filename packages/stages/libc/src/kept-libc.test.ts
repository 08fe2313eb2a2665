import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openStore } from '@basewright/core';

import { keptLibc, type LibcKey } from './kept-libc';
import { recipeDigest } from './build-libc';

const KEY: LibcKey = { source: 'a', root: 'b', settings: 'c', recipe: 'd' };
let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'basewright-libc-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const store = () => openStore({ BASEWRIGHT_STORE: home });
const leave = (text: string) => (_work: string, directory: string) => writeFile(join(directory, text), '');

it('is built once per key, and anew when asked to', async () => {
  const kept = await keptLibc({ store: store(), key: KEY, clean: false }, leave('first'));
  expect(await keptLibc({ store: store(), key: KEY, clean: false }, leave('second'))).toBe(kept);
  expect(await readdir(kept)).toEqual(['first']);
  expect(await keptLibc({ store: store(), key: KEY, clean: true }, leave('third'))).toBe(kept);
  expect(await readdir(kept)).toEqual(['third']);
  const other = await keptLibc({ store: store(), key: { ...KEY, recipe: 'e' }, clean: false }, leave('fourth'));
  expect(await readdir(other)).toEqual(['fourth']);
});

it('keeps nothing of a build that failed', async () => {
  const failed = keptLibc({ store: store(), key: KEY, clean: false }, async (_work, directory) => {
    await writeFile(join(directory, 'half'), '');
    throw new Error('stopped');
  });
  await expect(failed).rejects.toThrow('stopped');
  expect(await readdir(store().libcs).catch(() => [])).toEqual([]);
});

it('changes with the code that builds it, and not with its tests', async () => {
  await writeFile(join(home, 'make.ts'), 'one');
  const before = await recipeDigest(home);
  await writeFile(join(home, 'make.test.ts'), 'a test');
  expect(await recipeDigest(home)).toBe(before);
  await writeFile(join(home, 'make.ts'), 'two');
  expect(await recipeDigest(home)).not.toBe(before);
});
