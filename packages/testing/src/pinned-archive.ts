import { existsSync } from 'node:fs';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { type DebianPackage } from '@basewright/contracts';
import { digestOf, exec, openStore, sha256, withLock } from '@basewright/core';
import { type DebianSettings, type Lock, readLock } from '@basewright/debian';
import { createCleartextMessage, generateKey, type PrivateKey, sign } from 'openpgp';

import { pinnedFor, pinnedSource, REPOSITORY_LOCK, TESTS_LOCK } from './pinned';

/** A Debian archive on this machine, which has pinned packages and nothing else, whatever the real one has today. */
export interface PinnedArchive {
  /** Have it looked into in place of Debian's. */
  readonly settings: DebianSettings & { readonly mirror: string; readonly keyring: string };
  /** Where it lies: `debian`, `debian-security`, `keyring.gpg`, and in `apt` how a host's apt is set up for it. */
  readonly directory: string;
}

/** Archives are made once, and lie here by what is in them. */
const HOME = join(__dirname, '../../../tmp/archives');

/** Changes with what is made from the same packages. */
const FORMAT = 2;

/** Debian's suites as far as they are looked into: what has no packages here is empty there, too, or nearly so. */
const SUITES = {
  debian: ['trixie', 'trixie-updates', 'forky', 'forky-updates', 'sid'],
  'debian-security': ['trixie-security', 'forky-security'],
} as const;

/** Upstream's sources are in a newer suite than all else. */
const SUITE_OF_SOURCES = 'forky';

const ARCHITECTURES = ['amd64', 'arm64', 'armel', 'riscv64'] as const;

/**
 * An archive with the packages of some sets of the lock files, given by what these are for, and with indexes of these and
 * of their files, signed with a key of its own. `sources/…` are in forky, all others in trixie. With `sources` sid has
 * all files of source packages that the lock files pin.
 */
export async function pinnedArchive(
  purposes: readonly string[],
  { sources: withSources = false } = {},
): Promise<PinnedArchive> {
  const packages = new Map<string, Packaged>();
  for (const purpose of purposes) {
    const suite = purpose.startsWith('sources/') ? SUITE_OF_SOURCES : 'trixie';
    for (const one of await pinnedFor(purpose, { archives: true })) {
      // Of two versions the first purpose's is taken: apt would take the newer one.
      const key = `${suite} ${one.name}:${one.architecture}`;
      if (!packages.has(key)) packages.set(key, { ...one, suite });
    }
  }
  const sources = withSources ? await holdSources() : {};
  const all = [...packages.values()];
  const held = all.map((one) => [one.suite, one.path, one.sha256]);
  const key = digestOf({ FORMAT, held, sources, store: openStore().downloads });
  const directory = join(HOME, key.slice(0, 16));
  await mkdir(HOME, { recursive: true });
  // Test files run side by side.
  await withLock({ path: `${directory}.lock` }, async () => {
    if (existsSync(directory)) return;
    await rm(`${directory}.new`, { recursive: true, force: true });
    await makeArchive(`${directory}.new`, all, sources);
    await writeSourcesList(`${directory}.new/apt`, directory);
    await rename(`${directory}.new`, directory);
  });
  const settings = { mirror: `file:${directory}/debian/`, keyring: join(directory, 'keyring.gpg') };
  return { settings: { ...settings, securityMirror: false }, directory };
}

interface Packaged extends DebianPackage {
  readonly suite: string;
}

/** The pinned files of source packages, all of them in the store. */
async function holdSources(): Promise<Lock['sources']> {
  const locks = await Promise.all([TESTS_LOCK, REPOSITORY_LOCK].map((path) => readLock(path)));
  const sources = Object.fromEntries(locks.flatMap((lock) => Object.entries(lock?.sources ?? {})));
  for (const key of Object.keys(sources)) await pinnedSource(key.replace(/^.* /, ''));
  return sources;
}

async function makeArchive(directory: string, packages: readonly Packaged[], sources: Lock['sources']): Promise<void> {
  const { privateKey, publicKey } = await generateKey({ userIDs: [{ name: 'tests' }], format: 'object' });
  const { downloads } = openStore();
  for (const { path, sha256: digest } of [...packages, ...Object.values(sources)]) {
    await mkdir(dirname(join(directory, 'debian', path)), { recursive: true });
    await symlink(join(downloads, digest), join(directory, 'debian', path));
  }
  const described = await Promise.all(packages.map((one) => describe(one, join(downloads, one.sha256))));
  for (const [archive, suites] of Object.entries(SUITES)) {
    for (const suite of suites) {
      const held = archive === 'debian' ? described.filter((one) => one.suite === suite) : [];
      const lists = { ...listsOf(held), 'main/source/Sources': suite === 'sid' ? sourcesIndex(sources) : '' };
      await writeSuite(join(directory, archive, 'dists', suite), suite, lists, privateKey);
    }
  }
  await writeFile(join(directory, 'keyring.gpg'), publicKey.write());
}

/** What /etc/apt is on a host that takes its packages from an archive. */
async function writeSourcesList(directory: string, archive: string): Promise<void> {
  const lines = [`debian trixie main`, 'debian-security trixie-security main'];
  await mkdir(directory);
  await writeFile(join(directory, 'sources.list'), lines.map((line) => `deb file:${archive}/${line}\n`).join(''));
}

interface Described {
  readonly suite: string;
  readonly architecture: string;
  /** Its entry in an index. */
  readonly stanza: string;
  /** The files in it, as an index has them. */
  readonly contents: readonly string[];
}

async function describe({ architecture, name, path, sha256: digest, size, suite }: Packaged, file: string) {
  const [control, listing] = await Promise.all([
    exec('dpkg-deb', ['--field', file]),
    exec('dpkg-deb', ['--contents', file]),
  ]);
  const place = { Filename: path, Size: String(size), SHA256: digest };
  const files = listing.stdout
    .split('\n')
    .flatMap((line) => /^[^d]\S+ +\S+ +\d+ \S+ \S+ \.\/(.+?)( -> .*| link to .*)?$/.exec(line)?.[1] ?? []);
  return {
    suite,
    architecture,
    stanza: `${control.stdout.trim()}\n${stanza(place)}\n`,
    contents: files.map((one) => `${one} misc/${name}\n`),
  };
}

/** The indexes of one suite but that of sources, by path. */
function listsOf(packages: readonly Described[]): Record<string, string> {
  return Object.fromEntries(
    ARCHITECTURES.flatMap((architecture) => {
      const own = packages.filter((one) => one.architecture === architecture);
      const all = packages.filter((one) => one.architecture === 'all');
      return [
        [`main/binary-${architecture}/Packages`, [...own, ...all].map((one) => one.stanza).join('')],
        // Packages of every architecture have an index of their own, which is not looked into.
        [
          `main/Contents-${architecture}`,
          own
            .flatMap((one) => one.contents)
            .sort()
            .join(''),
        ],
      ];
    }),
  );
}

function sourcesIndex(sources: Lock['sources']): string {
  const versions = new Map<string, string[]>();
  const places = new Map<string, string>();
  for (const [key, { path, sha256: digest, size }] of Object.entries(sources)) {
    const version = key.replace(/ .*/, '');
    versions.set(version, [...(versions.get(version) ?? []), ` ${digest} ${String(size)} ${basename(path)}`]);
    places.set(version, dirname(path));
  }
  const stanzas = [...versions].map(([key, files]) => {
    const [name = '', version = ''] = key.split('=');
    const fields = { Package: name, Version: version, Format: '3.0 (quilt)', Directory: places.get(key) ?? '' };
    return `${stanza({ ...fields, 'Checksums-Sha256': `\n${files.join('\n')}` })}\n`;
  });
  return stanzas.join('');
}

async function writeSuite(
  release: string,
  suite: string,
  lists: Readonly<Record<string, string>>,
  signingKeys: PrivateKey,
): Promise<void> {
  const sums: string[] = [];
  for (const [path, text] of Object.entries(lists)) {
    await mkdir(dirname(join(release, path)), { recursive: true });
    await writeFile(join(release, path), text);
    sums.push(` ${sha256(text)} ${String(Buffer.byteLength(text))} ${path}`);
  }
  const text = stanza({
    Origin: 'tests',
    Suite: suite,
    Codename: suite,
    Date: new Date().toUTCString(),
    Architectures: ARCHITECTURES.join(' '),
    Components: 'main',
    SHA256: `\n${sums.join('\n')}`,
  });
  const message = await createCleartextMessage({ text });
  await writeFile(join(release, 'InRelease'), await sign({ message, signingKeys }));
}

function stanza(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}
