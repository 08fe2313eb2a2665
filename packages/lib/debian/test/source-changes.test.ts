import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';

import { type DebianPackage } from '@basewright/contracts';
import { exec, openStore, sha256File, type Store } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';

import { type SourceChanges, sourceChanges } from '../src';
import { buildArchive, type Contents, entry, writeTree } from './documented-package';

const CHANGELOG = 'changelog.Debian.gz';
const DOC = '/usr/share/doc';

/** A package to put into the store: `foo 1.0-1`. */
interface Held {
  readonly id: string;
  readonly contents: Contents;
  /** How the store has it. Default: unpacked. */
  readonly as?: 'archive' | 'nothing';
}

async function hold(store: Store, { id, contents, as }: Held): Promise<DebianPackage> {
  const [name = '', version = ''] = id.split(' ');
  const [tree, archive] = [join(store.root, 'tree'), join(store.root, 'archive')];
  await writeTree(tree, contents, { name, version, architecture: 'arm64' });
  await buildArchive(tree, archive);
  const sha256 = await sha256File(archive);
  if (as === undefined) await exec('dpkg-deb', ['--extract', archive, join(store.packages, sha256)]);
  if (as === 'archive') await rename(archive, join(store.downloads, sha256));
  return { name, version, architecture: 'arm64', sha256, size: 1, archive: 'debian', path: 'pool/main/f/foo/foo.deb' };
}

/** What pairs of packages, old and new, come to. */
async function changes(...pairs: readonly (readonly [Held, Held])[]): Promise<SourceChanges> {
  return inTemporaryDirectory(async (directory) => {
    const store = openStore({ BASEWRIGHT_STORE: directory });
    for (const path of [store.packages, store.downloads]) await mkdir(path, { recursive: true });
    const moves = [];
    for (const [before, after] of pairs) {
      moves.push({ before: await hold(store, before), after: await hold(store, after) });
    }
    return sourceChanges(store, moves);
  });
}

const documented = (name: string, text: string): Contents => ({ [`${DOC}/${name}/${CHANGELOG}`]: text });
const linked = (name: string, other: string): Contents => ({ [`${DOC}/${name}`]: { link: other } });

const [ONE, TWO, THREE] = [
  entry('1.0-1', 'CVE-2024-1111'),
  entry('1.0-2', 'CVE-2025-2222'),
  entry('1.0-3', 'CVE-2026-3333'),
];
const OLD: Held = { id: 'foo 1.0-1', contents: documented('foo', ONE) };
const NEW: Held = { id: 'foo 1.0-3', contents: documented('foo', THREE + TWO + ONE) };

it('names what came between two versions, wherever the store has the packages', async () => {
  const cves = ['CVE-2025-2222', 'CVE-2026-3333'];
  expect(await changes([OLD, NEW])).toEqual({ cves });
  expect(
    await changes([
      { ...OLD, as: 'archive' },
      { ...NEW, as: 'archive' },
    ]),
  ).toEqual({ cves });
  expect(await changes([{ ...OLD, as: 'nothing' }, NEW])).toEqual({ cves });
  expect(await changes([NEW, OLD])).toEqual({ cves: [] });
});

it('reads the changelog of the package that others link to', async () => {
  const development: [Held, Held] = [
    { id: 'foo-dev 1.0-1', contents: linked('foo-dev', 'foo') },
    { id: 'foo-dev 1.0-3', contents: linked('foo-dev', 'foo') },
  ];
  expect(await changes(development, [OLD, NEW])).toEqual({ cves: ['CVE-2025-2222', 'CVE-2026-3333'] });
  expect(await changes(development)).toEqual({
    cves: [],
    cvesUnknown: 'foo-dev: its changelog is in foo, which is not pinned',
  });
});

it('goes by the versions of the source where packages have others', async () => {
  const old: Held = { id: 'foo 4:14-1', contents: documented('foo', ONE) };
  const now: Held = { id: 'foo 4:14-2', contents: documented('foo', TWO + ONE) };
  expect(await changes([old, now])).toEqual({ cves: ['CVE-2025-2222'] });
  expect(await changes([{ ...old, as: 'nothing' }, now])).toEqual({
    cves: [],
    cvesUnknown: 'foo: the version of the source that 4:14-1 was built from is not known',
  });
});

it('joins what packages of several versions come to, and says what is not known', async () => {
  const rebuilt: [Held, Held] = [
    { id: 'foo 1.0-2+b1', contents: documented('foo', TWO + ONE), as: 'nothing' },
    { id: 'foo 1.0-3+b2', contents: documented('foo', THREE + TWO + ONE) },
  ];
  expect(await changes(rebuilt)).toEqual({ cves: ['CVE-2026-3333'] });
  const bare: [Held, Held] = [
    { id: 'foo-data 7', contents: {} },
    { id: 'foo-data 8', contents: {} },
  ];
  expect(await changes(bare, [OLD, NEW])).toEqual({
    cves: ['CVE-2025-2222', 'CVE-2026-3333'],
    cvesUnknown: 'foo-data: it has no changelog',
  });
  expect(await changes([bare[0], { ...bare[1], as: 'nothing' }])).toEqual({
    cves: [],
    cvesUnknown: 'foo-data: it is not in the store',
  });
});
