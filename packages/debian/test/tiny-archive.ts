import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  type DebianPackage,
  exec,
  hostDebianArch,
  openStore,
  plainEnvironment,
  sha256File,
  type Store,
} from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';
import { createCleartextMessage, generateKey, type PrivateKey, sign } from 'openpgp';

import { type DebianSettings, SOURCE_SUITES } from '../src';

/** The architecture of what the archive holds: the host's. */
export const HOST = hostDebianArch() ?? 'amd64';

/** A package to publish. Its one file, `/usr/share/<name>`, has `size` bytes. */
interface TinyPackage {
  readonly name: string;
  readonly version: string;
  readonly depends?: string;
  readonly size?: number;
}

/** A Debian archive of our own: real packages, real indexes, a real signature. */
export interface TinyArchive {
  readonly settings: DebianSettings;
  /** A store of its own. */
  readonly store: Store;
  readonly directory: string;
  /** Makes the archive hold these packages and no others, as a mirror does that withdraws old versions. */
  readonly publish: (...packages: readonly TinyPackage[]) => Promise<void>;
  /** From now on another key signs. */
  readonly changeKey: () => Promise<void>;
}

/** Calls a test with an archive, and removes it afterwards. */
export async function withArchive(test: (archive: TinyArchive) => Promise<void>): Promise<void> {
  await inTemporaryDirectory(async (directory) => {
    const mirror = join(directory, 'mirror');
    let { privateKey, publicKey } = await newKey();
    await writeFile(join(directory, 'key.asc'), publicKey.armor());
    await test({
      settings: { mirror: `file:${mirror}/`, keyring: join(directory, 'key.asc') },
      store: openStore({ BASEWRIGHT_STORE: join(directory, 'store') }),
      directory: mirror,
      publish: async (...packages) => {
        await rm(mirror, { recursive: true, force: true });
        await mkdir(join(mirror, 'pool'), { recursive: true });
        for (const one of packages) await build(mirror, one);
        for (const suite of SOURCE_SUITES) await index(mirror, suite, privateKey);
      },
      changeKey: async () => {
        ({ privateKey, publicKey } = await newKey());
      },
    });
  });
}

function newKey() {
  return generateKey({ userIDs: [{ name: 'archive' }], format: 'object' });
}

async function build(mirror: string, { name, version, depends, size = 10 }: TinyPackage): Promise<void> {
  const tree = join(mirror, 'tree');
  await mkdir(join(tree, 'DEBIAN'), { recursive: true });
  await mkdir(join(tree, 'usr/share'), { recursive: true });
  const fields = { Package: name, Version: version, Architecture: HOST, Maintainer: 'nobody', Description: name };
  await writeFile(
    join(tree, 'DEBIAN/control'),
    stanza({ ...fields, ...(depends === undefined ? {} : { Depends: depends }) }),
  );
  await writeFile(join(tree, 'usr/share', name), Buffer.alloc(size, version));
  const file = join(mirror, 'pool', `${name}_${version}_${HOST}.deb`);
  // The same package is the same bytes whenever it is built.
  const env = { ...plainEnvironment(), SOURCE_DATE_EPOCH: '1' };
  await exec('dpkg-deb', ['--root-owner-group', '-Znone', '--build', tree, file], { env });
  await rm(tree, { recursive: true });
}

async function index(mirror: string, suite: string, key: PrivateKey): Promise<void> {
  const entries = await Promise.all(
    (await readdir(join(mirror, 'pool'))).map(async (file) => {
      const path = join(mirror, 'pool', file);
      const control = (await exec('dpkg-deb', ['--field', path])).stdout.trim();
      const place = { Filename: `pool/${file}`, Size: String((await stat(path)).size), SHA256: await sha256File(path) };
      return `${control}\n${stanza(place)}`;
    }),
  );
  const lists = {
    // apt loses the last entry of a list that does not end with an empty line.
    [`main/binary-${HOST}/Packages`]: entries.map((entry) => `${entry}\n`).join(''),
    'main/source/Sources': stanza({
      ...{ Package: 'thing', Version: '1.0-1', Directory: 'pool', Format: '3.0 (quilt)' },
      'Checksums-Sha256': `\n ${'0'.repeat(64)} 1 thing_1.0.orig.tar.gz\n ${'0'.repeat(64)} 1 thing_1.0-1.dsc`,
    }),
  };
  const release = join(mirror, 'dists', suite);
  const sums: string[] = [];
  for (const [path, text] of Object.entries(lists)) {
    await mkdir(join(release, path, '..'), { recursive: true });
    await writeFile(join(release, path), text);
    sums.push(` ${await sha256File(join(release, path))} ${Buffer.byteLength(text)} ${path}`);
  }
  const text = stanza({
    ...{ Suite: suite, Codename: suite, Date: new Date().toUTCString(), Architectures: HOST, Components: 'main' },
    SHA256: `\n${sums.join('\n')}`,
  });
  const message = await createCleartextMessage({ text });
  await writeFile(join(release, 'InRelease'), await sign({ message, signingKeys: key }));
}

function stanza(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

/** What a locked package looks like after its archive was changed: for comparing by name and version. */
export function namesOf(packages: readonly DebianPackage[]): string[] {
  return packages.map(({ name, version }) => `${name} ${version}`);
}

/** The text of a file in an unpacked package. */
export async function textOf(directory: string | undefined, name: string): Promise<string> {
  return readFile(join(directory ?? '', 'usr/share', name), 'utf8');
}
