import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { sha256 } from '../digest';
import { findStored } from '../download-store';
import { openStore, type Store } from '../store';
import { manifestOf, storedTree } from '../stored-tree';
import { asBuild } from '../use-mark';
import { findUnused, removeUnused } from './prune-store';

const DAY_S = 24 * 3600;
const DIGEST = sha256('file');

/** A store with a tree and a download that were used ten days ago. */
async function withOldStore(test: (store: Store, tree: string) => Promise<void>): Promise<void> {
  await inTemporaryDirectory(async (directory) => {
    const store = openStore({ BASEWRIGHT_STORE: directory });
    const tree = join(store.roots, 'abc');
    await have(store, tree);
    await mkdir(store.downloads, { recursive: true });
    await writeFile(join(store.downloads, DIGEST), 'file');
    const then = Date.now() / 1000 - 10 * DAY_S;
    for (const path of [manifestOf(tree), join(store.downloads, DIGEST)]) await utimes(path, then, then);
    await test(store, tree);
  });
}

const have = (store: Store, path: string): Promise<string> =>
  storedTree({ store, path }, (temporary) => writeFile(join(temporary, 'file'), 'content'));

async function prune(store: Store, days: number): Promise<number> {
  const { goes } = await findUnused(store, { unusedSince: Date.now() - days * DAY_S * 1000, maxBytes: Infinity });
  return (await removeUnused(store, goes)).length;
}

it('removes what was not used for so long, whole', () =>
  withOldStore(async (store) => {
    expect(await prune(store, 11)).toBe(0);
    expect(await prune(store, 9)).toBe(2);
    expect([await readdir(store.roots), await readdir(store.downloads), await readdir(store.temporary)]).toEqual([
      ...[[], [], []],
    ]);
  }));

it('keeps what was used since, by whichever project', () =>
  withOldStore(async (store, tree) => {
    await have(store, tree);
    await findStored(store, [DIGEST]);
    expect(await prune(store, 9)).toBe(0);
  }));

it('keeps what a build that runs may hold, however old it is to be', () =>
  withOldStore(async (store, tree) => {
    await asBuild(store, async () => {
      await have(store, tree);
      expect(await prune(store, -1)).toBe(1);
      expect(await readdir(store.roots)).toContain('abc');
    });
    expect(await prune(store, -1)).toBe(1);
  }));

it('keeps what was used after it was listed', () =>
  withOldStore(async (store, tree) => {
    const { goes } = await findUnused(store, { unusedSince: Date.now(), maxBytes: 0 });
    expect(goes).toHaveLength(2);
    await have(store, tree);
    expect((await removeUnused(store, goes)).map(({ path }) => path)).toEqual([join(store.downloads, DIGEST)]);
  }));

it('takes a tree of an earlier version, which has no manifest, as used when it came, however old its files are', () =>
  withOldStore(async (store) => {
    const tree = join(store.packages, 'old');
    await mkdir(tree, { recursive: true });
    await writeFile(join(tree, 'file'), 'content');
    for (const path of [join(tree, 'file'), tree]) await utimes(path, 1e9, 1e9);
    const { goes } = await findUnused(store, { unusedSince: Date.now() - 9 * DAY_S * 1000, maxBytes: Infinity });
    expect(goes.map(({ path }) => path)).not.toContain(tree);
  }));
