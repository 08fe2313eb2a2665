import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { exec, hostDebianArch, plainEnvironment, PLATFORM_IDS, platformOf, sha256File } from '@basewright/core';
import { createCleartextMessage, generateKey, type PrivateKey, sign } from 'openpgp';

/** The architecture of what the archive holds, unless it is said to be for all: the host's. */
export const HOST = hostDebianArch() ?? 'amd64';

/** The archive has indexes of these. */
const ARCHITECTURES = [...new Set([HOST, ...PLATFORM_IDS.map((id) => platformOf(id).debianArch)])];

/** A package to publish. Its one file, `/usr/share/<name>`, has `size` bytes. */
export interface TinyPackage {
  readonly name: string;
  readonly version: string;
  readonly depends?: string;
  /** The source package it is built from. Default: of its own name. */
  readonly source?: string;
  readonly size?: number;
  /** Default: the host's. */
  readonly architecture?: 'all';
}

/** What is odd about a release. */
export interface OddRelease {
  /** Another key than the archive's signs it. */
  readonly otherKey?: boolean;
  /** Its time is over. */
  readonly expired?: boolean;
}

/** A Debian archive of our own: real packages, real indexes, a real signature. */
export interface TinyArchive {
  readonly directory: string;
  /** Makes a suite list these packages and no others. The pool keeps what the suite no longer lists. */
  readonly publish: (suite: string, packages: readonly TinyPackage[], odd?: OddRelease) => Promise<void>;
  /** Drops from the pool what no suite lists any more, as a mirror does some time later. */
  readonly withdraw: () => Promise<void>;
  /** Copies the pool as it is now to another directory. */
  readonly keep: (directory: string) => Promise<void>;
}

/** A source package that every suite has, and its one file. */
export const SOURCE = {
  name: 'thing',
  version: '1.0-1',
  file: 'thing_1.0.orig.tar.gz',
  path: 'pool/main/t/thing/thing_1.0.orig.tar.gz',
} as const;

/** What archives are signed with. */
export interface ArchiveKeys {
  readonly own: PrivateKey;
  /** One that nobody trusts. */
  readonly other: PrivateKey;
}

/** Makes keys, and writes the public part of the trusted one to a file. */
export async function createKeys(keyring: string): Promise<ArchiveKeys> {
  const [own, other] = await Promise.all([newKey(), newKey()]);
  await writeFile(keyring, own.publicKey.armor());
  return { own: own.privateKey, other: other.privateKey };
}

/** An archive in a directory, of which nothing is published yet. */
export function createArchive(directory: string, { other, own }: ArchiveKeys): TinyArchive {
  const listed = new Map<string, readonly string[]>();
  return {
    directory,
    publish: async (suite, packages, odd = {}) => {
      const paths: string[] = [];
      for (const one of packages) paths.push(await build(directory, one));
      await mkdir(dirname(join(directory, SOURCE.path)), { recursive: true });
      await writeFile(join(directory, SOURCE.path), `${SOURCE.name} ${SOURCE.version}\n`);
      const release = join(directory, 'dists', suite);
      await rm(release, { recursive: true, force: true });
      const indexes = ARCHITECTURES.map(async (architecture: string): Promise<[string, string]> => {
        const own = paths.filter((path) => path.endsWith('_all.deb') || path.endsWith(`_${architecture}.deb`));
        return [`main/binary-${architecture}/Packages`, await packagesIndex(directory, own)];
      });
      const lists = {
        ...Object.fromEntries(await Promise.all(indexes)),
        'main/source/Sources': await sourcesIndex(directory),
      };
      await writeRelease(release, lists, { suite, expired: odd.expired ?? false }, odd.otherKey === true ? other : own);
      listed.set(suite, [...paths, SOURCE.path]);
    },
    withdraw: async () => {
      const kept = new Set([...listed.values()].flat());
      const all = await readdir(join(directory, 'pool'), { recursive: true, withFileTypes: true });
      for (const entry of all.filter((one) => one.isFile())) {
        const path = join(entry.parentPath, entry.name);
        if (!kept.has(path.slice(directory.length + 1))) await rm(path);
      }
    },
    keep: (target) => cp(join(directory, 'pool'), join(target, 'pool'), { recursive: true }),
  };
}

function newKey() {
  return generateKey({ userIDs: [{ name: 'archive' }], format: 'object' });
}

/** Where a package lies below its archive. */
export function pathOf({ name, version, source = name, architecture }: TinyPackage): string {
  return `pool/main/${source.charAt(0)}/${source}/${name}_${version.replace(/^\d+:/, '')}_${architecture ?? HOST}.deb`;
}

async function build(directory: string, one: TinyPackage): Promise<string> {
  const { name, version, depends, source, size = 10 } = one;
  const architecture: string = one.architecture ?? HOST;
  const tree = join(directory, 'tree');
  await mkdir(join(tree, 'DEBIAN'), { recursive: true });
  await mkdir(join(tree, 'usr/share'), { recursive: true });
  const fields = {
    Package: name,
    Version: version,
    Architecture: architecture,
    Maintainer: 'nobody',
    Description: name,
    ...(depends === undefined ? {} : { Depends: depends }),
    ...(source === undefined ? {} : { Source: source }),
  };
  await writeFile(join(tree, 'DEBIAN/control'), stanza(fields));
  await writeFile(join(tree, 'usr/share', name), Buffer.alloc(size, version));
  const path = pathOf(one);
  await mkdir(dirname(join(directory, path)), { recursive: true });
  // The same package is the same bytes whenever it is built.
  const env = { ...plainEnvironment(), SOURCE_DATE_EPOCH: '1' };
  await exec('dpkg-deb', ['--root-owner-group', '-Znone', '--build', tree, join(directory, path)], { env });
  await rm(tree, { recursive: true });
  return path;
}

async function packagesIndex(directory: string, paths: readonly string[]): Promise<string> {
  const entries = await Promise.all(
    paths.map(async (path) => {
      const file = join(directory, path);
      const control = (await exec('dpkg-deb', ['--field', file])).stdout.trim();
      const place = { Filename: path, Size: String((await stat(file)).size), SHA256: await sha256File(file) };
      // apt loses the last entry of a list that does not end with an empty line.
      return `${control}\n${stanza(place)}\n`;
    }),
  );
  return entries.join('');
}

async function sourcesIndex(directory: string): Promise<string> {
  const file = join(directory, SOURCE.path);
  const sum = `${await sha256File(file)} ${String((await stat(file)).size)} ${SOURCE.file}`;
  return stanza({
    Package: SOURCE.name,
    Version: SOURCE.version,
    Directory: dirname(SOURCE.path),
    Format: '3.0 (quilt)',
    'Checksums-Sha256': `\n ${sum}\n ${'0'.repeat(64)} 1 thing_1.0-1.dsc`,
  });
}

async function writeRelease(
  release: string,
  lists: Readonly<Record<string, string>>,
  { suite, expired }: { readonly suite: string; readonly expired: boolean },
  key: PrivateKey,
): Promise<void> {
  const sums: string[] = [];
  for (const [path, text] of Object.entries(lists)) {
    await mkdir(join(release, path, '..'), { recursive: true });
    await writeFile(join(release, path), text);
    sums.push(` ${await sha256File(join(release, path))} ${String(Buffer.byteLength(text))} ${path}`);
  }
  const text = stanza({
    Suite: suite,
    Codename: suite,
    Date: new Date().toUTCString(),
    Architectures: ARCHITECTURES.join(' '),
    Components: 'main',
    ...(expired ? { 'Valid-Until': new Date(Date.now() - 24 * 3600 * 1000).toUTCString() } : {}),
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

/** The text of a file in an unpacked package. */
export async function textOf(directory: string | undefined, name: string): Promise<string> {
  return readFile(join(directory ?? '', 'usr/share', name), 'utf8');
}
