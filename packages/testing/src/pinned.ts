import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { type DebianPackage } from '@basewright/contracts';
import { exists, openStore } from '@basewright/core';
import {
  formatLock,
  type Lock,
  lockedSet,
  type PinnedOptions,
  pinnedPackages,
  type PinnedSet,
  readLock,
  sourceFile,
  withSets,
} from '@basewright/debian';

const REPOSITORY = join(__dirname, '../../..');

/** The lock file of this repository: what its images are built from. */
export const REPOSITORY_LOCK = join(REPOSITORY, 'basewright.lock.json');

/** What tests need besides; `npm run lock:tests` writes it. */
export const TESTS_LOCK = join(REPOSITORY, 'packages/testing/tests.lock.json');

/** What images with packages that people use need besides; the same command writes it. */
export const PACKAGE_SETS_LOCK = join(REPOSITORY, 'packages/testing/package-sets.lock.json');

/** How a build of an image of this repository takes what is pinned. */
export async function repositoryPins(): Promise<PinnedOptions> {
  const settings = { lockFile: REPOSITORY_LOCK };
  return { store: openStore(), settings, lock: await lockAt(REPOSITORY_LOCK), strict: false };
}

/** The text of a lock file that pins what both do, for a workspace whose images have packages that tests pin. */
export async function bothLocks(testsLock = TESTS_LOCK): Promise<string> {
  const [repository, tests] = [await lockAt(REPOSITORY_LOCK), await lockAt(testsLock)];
  const own = Object.entries(tests.sets).map(([key, { request }]) => ({
    request,
    packages: lockedSet(tests, key) ?? [],
  }));
  return formatLock({
    ...withSets(repository, own),
    archives: { ...tests.archives, ...repository.archives },
    sources: { ...tests.sources, ...repository.sources },
  });
}

/** A set, and the lock file that pins it. */
interface LockedSet {
  readonly set: PinnedSet;
  readonly lock: Lock;
  readonly lockFile: string;
}

/**
 * The packages of a set of the repository's lock file, else of the tests' own, by what it is for
 * (`toolchain/amd64/musl/arm64`, `tests/busybox-static/arm64`), by the same path as a build takes: they are unpacked in
 * the store; with `archives` their .deb files are in its downloads. Throws where neither lock file pins it, and what
 * pinnedPackages throws.
 */
export async function pinnedFor(purpose: string, { archives = false } = {}): Promise<DebianPackage[]> {
  const { lock, lockFile, set } = await findLocked(purpose);
  const options = { store: openStore(), settings: { lockFile }, lock, strict: false };
  return [...(await pinnedPackages({ ...set, archives }, options)).packages];
}

/** What the sets of both lock files are for. Those that match, sorted. */
export async function purposesLike(pattern: RegExp): Promise<string[]> {
  const locks = await Promise.all([REPOSITORY_LOCK, TESTS_LOCK].map(lockAt));
  const purposes = locks.flatMap(({ sets }) => Object.values(sets).map(({ request }) => request.for));
  return purposes.filter((purpose) => pattern.test(purpose)).sort();
}

/**
 * The path, in the store, of a file of a Debian source package that one of the two lock files pins:
 * `busybox_1.38.0.orig.tar.bz2`. Throws where neither does, and what sourceFile throws.
 */
export async function pinnedSource(file: string): Promise<string> {
  for (const lockFile of [REPOSITORY_LOCK, TESTS_LOCK]) {
    const [key, pinned] =
      Object.entries((await lockAt(lockFile)).sources).find(([one]) => one.endsWith(` ${file}`)) ?? [];
    if (key === undefined || pinned === undefined) continue;
    const store = openStore();
    const path = join(store.downloads, pinned.sha256);
    if (await exists(path)) return path;
    await mkdir(store.downloads, { recursive: true });
    const directory = await mkdtemp(join(store.downloads, '.test-'));
    try {
      const wanted = { source: key.replace(/=.*/, ''), file, directory };
      await rename(await sourceFile(store, { lockFile }, wanted), path);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
    return path;
  }
  throw new Error(notPinned(file));
}

async function findLocked(purpose: string): Promise<LockedSet> {
  for (const lockFile of [REPOSITORY_LOCK, TESTS_LOCK]) {
    const lock = await lockAt(lockFile);
    const [key, entry] = Object.entries(lock.sets).find(([, { request }]) => request.for === purpose) ?? [];
    if (key === undefined || entry === undefined) continue;
    const request = Object.fromEntries(Object.entries(entry.request).filter(([field]) => field !== 'for'));
    const packages = lockedSet(lock, key) ?? [];
    const architectures = [...new Set(packages.map(({ architecture }) => architecture))].filter((one) => one !== 'all');
    const names = packages.map(({ name, architecture }) => (architecture === 'all' ? name : `${name}:${architecture}`));
    // What it was asked for with, so that it is the same set; the rest counts where the lock cannot be kept.
    const set = { names, native: architectures[0] ?? 'amd64', ...request, purpose, architectures, request };
    return { set, lock, lockFile };
  }
  throw new Error(notPinned(purpose));
}

async function lockAt(path: string): Promise<Lock> {
  const lock = await readLock(path);
  if (lock === null) throw new Error(`there is no ${path}: run npm run lock:tests`);
  return lock;
}

function notPinned(what: string): string {
  return `no lock file pins ${what}: add it to tools/lock-tests.ts, and run npm run lock:tests`;
}
