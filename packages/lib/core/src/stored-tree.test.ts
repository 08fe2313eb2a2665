import {
  appendFile,
  chmod,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { exists } from './files';
import { openStore, type Store } from './store';
import { manifestOf, stateOf, storedTree } from './stored-tree';

/** A store of its own with a tree in it, how often that was made, and what was said. */
interface Stored {
  readonly store: Store;
  readonly path: string;
  readonly have: (anew?: boolean) => Promise<string>;
  readonly made: () => number;
  readonly said: () => string;
}

async function withStoredTree(test: (stored: Stored) => Promise<void>): Promise<void> {
  const written = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await inTemporaryDirectory(async (directory) => {
      const store = openStore({ BASEWRIGHT_STORE: directory });
      const path = join(store.roots, 'abc');
      let made = 0;
      const have = (anew = false): Promise<string> =>
        storedTree({ store, path, anew }, async (temporary) => {
          made++;
          await mkdir(join(temporary, 'usr/bin'), { recursive: true });
          await writeFile(join(temporary, 'usr/bin/tool'), 'content', { mode: 0o755 });
          await symlink('tool', join(temporary, 'usr/bin/alias'));
        });
      await have();
      await test({ store, path, have, made: () => made, said: () => written.mock.calls.flat().join('') });
    });
  } finally {
    written.mockRestore();
  }
}

it('is made once, with its manifest beside it and nothing else', () =>
  withStoredTree(async ({ have, made, path, said, store }) => {
    expect(await have()).toBe(path);
    expect(made()).toBe(1);
    expect(await readdir(store.roots)).toEqual(['abc', 'abc.manifest']);
    expect(await readdir(store.temporary)).toEqual([]);
    await have(true);
    expect([made(), said()]).toEqual([2, '']);
  }));

it.each<[string, (tree: string) => Promise<unknown>, string]>([
  ['changed', (tree) => writeFile(join(tree, 'usr/bin/tool'), 'CONTENT'), 'usr/bin/tool was changed'],
  ['truncated', (tree) => truncate(join(tree, 'usr/bin/tool'), 3), 'usr/bin/tool was changed'],
  ['longer', (tree) => appendFile(join(tree, 'usr/bin/tool'), '+'), 'usr/bin/tool was changed'],
  ['of another mode', (tree) => chmod(join(tree, 'usr/bin/tool'), 0o644), 'usr/bin/tool was changed'],
  ['removed', (tree) => unlink(join(tree, 'usr/bin/tool')), 'usr/bin has other files'],
  ['added', (tree) => writeFile(join(tree, 'usr/more'), ''), 'usr has other files'],
  ['renamed', (tree) => rename(join(tree, 'usr/bin'), join(tree, 'usr/sbin')), 'usr has other files'],
  ['removed with all', (tree) => rm(join(tree, 'usr'), { recursive: true }), '. has other files'],
  [
    'a link that says something else',
    async (tree) => {
      await unlink(join(tree, 'usr/bin/alias'));
      await symlink('toil', join(tree, 'usr/bin/alias'));
    },
    'usr/bin/alias was changed',
  ],
  ['its manifest cut off', (tree) => truncate(manifestOf(tree), 30), 'its manifest cannot be read'],
])('is made anew, with one warning, after damage: %s', (_, damage, found) =>
  withStoredTree(async ({ have, made, path, said }) => {
    await damage(path);
    await have();
    expect(made()).toBe(2);
    expect(said()).toBe(`warning: ${path} is damaged, ${found}: it is made anew\n`);
    expect(await readFile(join(path, 'usr/bin/alias'), 'utf8')).toBe('content');
    await have();
    expect(made()).toBe(2);
  }),
);

it('is read where times differ, as in a copy, and taken when nothing else does', () =>
  withStoredTree(async ({ have, made, path }) => {
    for (const name of ['usr/bin/tool', 'usr/bin', '.']) await utimes(join(path, name), 1, 1);
    await have();
    expect(made()).toBe(1);
    expect(JSON.parse(await readFile(manifestOf(path), 'utf8'))).toContainEqual(
      expect.objectContaining({ path: 'usr/bin/tool', mtime: '1000000000' }),
    );
  }));

it('is read whole on demand: what has its old size and time is found out, too', () =>
  withStoredTree(async ({ path }) => {
    await utimes(join(path, 'usr/bin/tool'), 1, 1);
    expect(await stateOf(path)).toBe('whole');
    await writeFile(join(path, 'usr/bin/tool'), 'CONTENT');
    await utimes(join(path, 'usr/bin/tool'), 1, 1);
    expect(await stateOf(path)).toBe('whole');
    expect(await stateOf(path, true)).toEqual({ damage: 'usr/bin/tool was changed' });
  }));

it('is taken as it is from a version that wrote no manifests', () =>
  withStoredTree(async ({ have, made, path }) => {
    await rm(manifestOf(path));
    await have();
    expect(made()).toBe(1);
    await writeFile(join(path, 'usr/bin/tool'), 'CONTENT');
    await have();
    expect(made()).toBe(2);
  }));

it('is made by one of several that want it at the same time', () =>
  withStoredTree(async ({ have, made, path }) => {
    await rm(path, { recursive: true });
    await Promise.all([have(), have(), have()]);
    expect(made()).toBe(2);
  }));

it('is not there when it could not be made', () =>
  withStoredTree(async ({ store }) => {
    const path = join(store.roots, 'other');
    const failing = storedTree({ store, path }, async (temporary) => {
      await writeFile(join(temporary, 'half'), '');
      throw new Error('stopped');
    });
    await expect(failing).rejects.toThrow('stopped');
    expect(await readdir(store.roots)).toEqual(['abc', 'abc.manifest']);
    expect(await readdir(store.temporary)).toEqual([]);
  }));

it('is begun again when the store is deleted meanwhile, and given up when that goes on', () =>
  withStoredTree(async ({ store }) => {
    const path = join(store.roots, 'other');
    const deletedUntil = async (last: number): Promise<void> => {
      let attempt = 0;
      await storedTree({ store, path }, async (temporary) => {
        if (++attempt < last) await rm(store.temporary, { recursive: true });
        await writeFile(join(temporary, 'file'), 'whole');
      });
    };
    await deletedUntil(3);
    expect(await readFile(join(path, 'file'), 'utf8')).toBe('whole');
    await rm(path, { recursive: true });
    await expect(deletedUntil(9)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining(`cannot make ${path}: it was deleted meanwhile`) as string,
    });
    expect(await exists(path)).toBe(false);
  }));

it('is on the disk before it has its name', () =>
  withStoredTree(async ({ store, path, have }) => {
    // A program in front of coreutils' sync(1) writes down what it was given, and what has a name by then.
    const programs = join(store.root, 'programs');
    await mkdir(programs);
    const script = `#!/bin/sh\necho "$2 $(ls "$2") $(ls -d ${path} 2>&1)" >>${store.root}/synced\nexec /usr/bin/env -u PATH sync "$@"\n`;
    await writeFile(join(programs, 'sync'), script, { mode: 0o755 });
    await rm(path, { recursive: true });
    const before = process.env['PATH'];
    process.env['PATH'] = `${programs}:${before ?? ''}`;
    try {
      await have();
    } finally {
      process.env['PATH'] = before;
    }
    expect(await readFile(join(store.root, 'synced'), 'utf8')).toMatch(
      new RegExp(`^${store.temporary}/\\S+ usr ls: cannot access '${path}'`),
    );
  }));
