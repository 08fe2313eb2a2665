import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type DebianPackage } from '@basewright/contracts';
import { openStore, type Store } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';

import {
  type DebianSettings,
  emptyLock,
  formatLock,
  type Lock,
  openAptFor,
  pinnedPackages,
  type PinnedPackages,
  type PinnedSet,
  requestOf,
  withSets,
} from '../src';
import { type ArchiveServer, type Snapshots, withServer } from './archive-server';
import { createArchive, createKeys, HOST, type TinyArchive } from './tiny-archive';

/** When everything was pinned, in the words of the snapshot service. */
export const PINNED_AT = '20260101T000000Z';

/** Debian as a test has it: an archive, its security updates, a server of both and a snapshot service, an empty store. */
export interface TestDebian {
  readonly main: TinyArchive;
  readonly security: TinyArchive;
  /** `debian/` and `debian-security/` are below its address. */
  readonly server: ArchiveServer;
  readonly snapshots: Snapshots;
  readonly settings: DebianSettings;
  readonly store: Store;
  /** A file that does not exist yet. */
  readonly lockFile: string;
}

/** Calls a test with archives of which nothing is published, and removes them afterwards. */
export async function withArchives(test: (debian: TestDebian) => Promise<void>): Promise<void> {
  await inTemporaryDirectory(async (directory) => {
    const keyring = join(directory, 'key.asc');
    const www = join(directory, 'www');
    const keys = await createKeys(keyring);
    const main = createArchive(join(www, 'debian'), keys);
    const security = createArchive(join(www, 'debian-security'), keys);
    const snapshots = { directory: join(directory, 'kept'), importedAt: PINNED_AT };
    const lockFile = join(directory, 'lock.json');
    await withServer(www, snapshots, (server) => {
      const settings = {
        keyring,
        lockFile,
        mirror: `${server.address}debian/`,
        snapshots: [`${server.address}snapshots`],
      };
      const store = openStore({ BASEWRIGHT_STORE: join(directory, 'store') });
      return test({ main, security, server, snapshots, settings, store, lockFile });
    });
  });
}

/** Packages by name, of the host's architecture. */
export function setOf(purpose: string, ...names: string[]): PinnedSet {
  return { purpose, names, architectures: [], native: HOST };
}

/** Pins sets as their suites have them now, on another machine: with a store of its own. Writes the lock file, too. */
export async function pin({ lockFile, settings }: TestDebian, ...sets: readonly PinnedSet[]): Promise<Lock> {
  const store = openStore({ BASEWRIGHT_STORE: `${lockFile}.store` });
  const { result: pinned } = await saying(() =>
    Promise.all(
      sets.map(async (set) => {
        const apt = await openAptFor(set, store, settings);
        return { request: requestOf(set), packages: await apt.resolve(set.names) };
      }),
    ),
  );
  const archives = { debian: { suites: {}, components: ['main'], pinnedAt: [PINNED_AT] } };
  const lock = withSets({ ...emptyLock('trixie'), archives }, pinned);
  await writeFile(lockFile, formatLock(lock));
  return lock;
}

/** Makes every index a day older, so that it is read anew when it is needed. */
export async function makeOld({ apt }: Store): Promise<void> {
  const before = new Date(Date.now() - 24 * 3_600_000);
  const stamps = (await readdir(apt, { recursive: true })).filter((path) => /\/read-[^/]+$/.test(path));
  for (const path of stamps) await utimes(join(apt, path), before, before);
}

/** The packages of a set, and what is said to the user meanwhile. */
export function askFor(
  set: PinnedSet,
  { settings, store }: TestDebian,
  lock: Lock | null,
  strict = false,
): Promise<{ readonly result: PinnedPackages; readonly said: string }> {
  return saying(() => pinnedPackages(set, { store, settings, lock, strict }));
}

/** Does something, and gives what is said to the user meanwhile. */
export async function saying<T>(action: () => Promise<T>): Promise<{ readonly result: T; readonly said: string }> {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const result = await action();
    return { result, said: write.mock.calls.map(([text]) => String(text)).join('') };
  } finally {
    write.mockRestore();
  }
}

/** Sets variables of the environment for as long as something lasts. */
export async function withVariables<T>(
  variables: Readonly<Record<string, string>>,
  action: () => Promise<T>,
): Promise<T> {
  const before = process.env;
  process.env = { ...before, ...variables };
  try {
    return await action();
  } finally {
    process.env = before;
  }
}

/** How often a text has a word. */
export function timesIn(text: string, word: string): number {
  return text.split(word).length - 1;
}

/** `lib 1.0`: for comparing by name and version. */
export function namesOf(packages: readonly DebianPackage[]): string[] {
  return packages.map(({ name, version }) => `${name} ${version}`);
}
