import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';

import { BasewrightError } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';
import fc from 'fast-check';

import { directoryOf, fileOf, hardLinkOf, hostileLayer, linkOf, type TarEntry } from '../../test/hostile-tar';
import { GrowingTree } from '../read/growing-tree';
import { readLayer } from '../read/read-layer';
import { unpackLayers } from './unpack-layers';

const SEED = 15;
/** Few names, so that entries meet, and not too many that no image may have. */
const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c') },
  { weight: 1, arbitrary: fc.constantFrom('.', '..', '.wh.a', '.wh..wh..opq') },
);
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
const target = fc.oneof(
  path,
  path.map((one) => `/${one}`),
  fc.constantFrom('../host', '../../host', '/host', '/host/victim', '..'),
);
const entry: fc.Arbitrary<TarEntry> = fc.oneof(
  path.map((one) => fileOf(one)),
  path.map((one) => directoryOf(one)),
  fc.tuple(path, target).map(([one, to]) => linkOf(one, to)),
  fc.tuple(path, target).map(([one, to]) => hardLinkOf(one, to)),
);
const layers = fc.array(fc.array(entry, { maxLength: 8 }), { minLength: 1, maxLength: 3 });

/** What comes of it, or nothing where it is refused as an image that cannot be used. */
async function unlessRefused<T>(act: () => Promise<T>): Promise<T | null> {
  return act().catch((thrown: unknown) => {
    if (thrown instanceof BasewrightError && ['BAD_INPUT', 'TOOL_FAILED'].includes(thrown.code)) return null;
    throw thrown;
  });
}

it('has every entry at a place in the tree, below directories, whatever the order of entries and layers', () =>
  inTemporaryDirectory(async (home) => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(layers, async (all) => {
        const tree = await unlessRefused(async () => {
          const growing = new GrowingTree<null>('x');
          for (const entries of all) {
            const { file } = await hostileLayer(join(home, 'layer.tar'), entries);
            growing.apply(await readLayer(file, 'x', () => null));
          }
          return growing.nodes;
        });
        if (tree === null) return;
        taken++;
        for (const place of tree.keys()) {
          expect(posix.resolve('/', place)).toBe(place);
          for (let above = posix.dirname(place); ; above = posix.dirname(above)) {
            expect(tree.get(above)?.type ?? 'directory').toBe('directory');
            if (above === '/') break;
          }
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
    // Enough of them are images.
    expect(taken).toBeGreaterThan(50);
  }));

it('writes nothing outside of the directory that an image is unpacked into', () =>
  inTemporaryDirectory(async (home) => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(layers, async (all) => {
        const place = join(home, String(count++));
        await mkdir(join(place, 'host'), { recursive: true });
        await writeFile(join(place, 'host/victim'), 'mine');
        const files = await Promise.all(all.map((entries, at) => hostileLayer(join(place, `${at}.tar`), entries)));
        await unlessRefused(() => unpackLayers(files, 'x', join(place, 'tree')));
        expect(await readdir(join(place, 'host'))).toEqual(['victim']);
        expect(await readFile(join(place, 'host/victim'), 'utf8')).toBe('mine');
        const beside = (await readdir(place)).filter((one) => one !== 'tree');
        expect(beside.sort()).toEqual([...all.map((_entries, at) => `${at}.tar`), 'host'].sort());
      }),
      { seed: SEED, numRuns: 100 },
    );
  }));
