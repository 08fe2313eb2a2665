import { mkdir, readdir, truncate, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { digestOf, openStore } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';

import { type ObjectTreeKey, withObjectTree } from './object-tree';

const KEY: ObjectTreeKey = { project: 'a', compiler: 'b', source: 'c', root: 'd', sysroot: null };

/** An object tree in which builds add `1.o`, `2.o` … */
interface Objects {
  readonly tree: string;
  /** Builds, and tells what was there from builds before. */
  readonly build: (more?: () => Promise<void>) => Promise<string[]>;
}

async function withObjects(test: (objects: Objects) => Promise<void>): Promise<void> {
  const written = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await inTemporaryDirectory(async (directory) => {
      const store = openStore({ BASEWRIGHT_STORE: directory });
      const source = join(directory, 'source');
      await mkdir(source);
      let count = 0;
      await test({
        tree: join(store.objects, digestOf(KEY)),
        build: (more) =>
          withObjectTree({ store, key: KEY, source, clean: false }, async (tree) => {
            const names = (await readdir(tree)).filter((name) => !name.startsWith('.'));
            count++;
            await writeFile(join(tree, `${count}.o`), 'object');
            await more?.();
            return names;
          }),
      });
    });
  } finally {
    written.mockRestore();
  }
}

it('carries on with what the last build left', () =>
  withObjects(async ({ build }) => {
    expect([await build(), await build(), await build()]).toEqual([[], ['1.o'], ['1.o', '2.o']]);
  }));

it('begins anew after a build that failed', () =>
  withObjects(async ({ build }) => {
    await expect(build(() => Promise.reject(new Error('stopped')))).rejects.toThrow('stopped');
    expect(await build()).toEqual([]);
  }));

it.each<[string, (tree: string) => Promise<unknown>]>([
  ['changed', (tree) => writeFile(join(tree, '1.o'), 'OBJECT')],
  ['truncated', (tree) => truncate(join(tree, '1.o'))],
  ['removed', (tree) => unlink(join(tree, '1.o'))],
  ['added', (tree) => writeFile(join(tree, 'more.o'), '')],
])('begins anew when a file was %s between builds: make would take it for up to date', (_, damage) =>
  withObjects(async ({ build, tree }) => {
    await build();
    await damage(tree);
    expect(await build()).toEqual([]);
    expect(await build()).toEqual(['2.o']);
  }),
);
