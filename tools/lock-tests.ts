import { writeFileSync } from 'node:fs';

import { openStore } from '@basewright/core';
import {
  type DebianSettings,
  DEFAULT_SUITE,
  emptyLock,
  formatLock,
  keyOf,
  type Lock,
  lockedSet,
  openSourceApt,
  parseStanzas,
  type PinnedSet,
  pinSources,
  readLock,
  requestOf,
  type SettledSet,
  settleSets,
  shortName,
  snapshotTime,
  withSets,
} from '@basewright/debian';
import { PACKAGE_SETS_LOCK, REPOSITORY_LOCK, TESTS_LOCK } from '@basewright/testing';

import { WANTED_FOR_SETS } from './lock-tests/package-sets';
import { OLD_RELEASE, WANTED, wantedSources } from './lock-tests/wanted';

/** A lock file of tests. */
interface TestsLock {
  readonly path: string;
  readonly wanted: readonly PinnedSet[];
  /** Files of source packages. */
  readonly sources: (settings: DebianSettings) => Promise<Lock['sources']>;
}

const LOCKS: readonly TestsLock[] = [
  {
    path: TESTS_LOCK,
    wanted: WANTED,
    sources: async (settings) => ({
      ...(await pinSources(openStore(), settings, wantedSources())),
      ...(await oldRelease()),
    }),
  },
  { path: PACKAGE_SETS_LOCK, wanted: WANTED_FOR_SETS, sources: () => Promise.resolve({}) },
];

/**
 * Writes packages/testing/*.lock.json: pins what tests need besides what images are built from. What the repository's
 * lock file pins already has that version here, too. Leaves what is pinned as it is: `npm run lock:tests`; takes what the
 * archives have now: `npm run lock:tests -- --update`.
 */
async function main(options: readonly string[]): Promise<void> {
  for (const one of LOCKS) await writeLock(one, options.includes('--update'));
}

async function writeLock({ path, wanted, sources }: TestsLock, isUpdate: boolean): Promise<void> {
  const store = openStore();
  const before = (await readLock(path)) ?? emptyLock(DEFAULT_SUITE);
  const isKept = (key: string): boolean => !isUpdate && lockedSet(before, key) !== null;
  const kept = wanted.filter((set) => isKept(keyOf(set)));
  const open = wanted.filter((set) => !isKept(keyOf(set)));
  const { releases, sets } = await settleSets(open, { store, settings: {}, host: 'amd64', before, update: 'all' });
  const own = kept.map((set): SettledSet => ({ set, packages: lockedSet(before, keyOf(set)) ?? [] }));
  const settled = await asInRepository([...own, ...sets]);
  const lock = withSets(
    emptyLock(DEFAULT_SUITE),
    settled.map(({ packages, set }) => ({ request: requestOf(set), packages })),
  );
  const pinned = await sources(isUpdate ? {} : { lockFile: path });
  const made = { ...lock, sources: pinned, archives: before.archives };
  const text = formatLock(made);
  // Of when nothing has moved there is nothing new to say.
  const isSame = text === formatLock(before);
  writeFileSync(path, isSame ? text : formatLock({ ...made, archives: archivesOf(made, before, releases) }));
}

/** With the versions that the repository's lock file pins: what is in the store already. */
async function asInRepository(sets: readonly SettledSet[]): Promise<SettledSet[]> {
  const lock = (await readLock(REPOSITORY_LOCK)) ?? emptyLock(DEFAULT_SUITE);
  const pinned = Object.keys(lock.sets).flatMap((key) => lockedSet(lock, key) ?? []);
  const byName = new Map(pinned.map((one) => [shortName(one), one]));
  return sets.map(({ packages, set }) => ({
    set,
    packages: packages.map((one) => byName.get(shortName(one)) ?? one),
  }));
}

async function oldRelease(): Promise<Lock['sources']> {
  const { file, source, suite } = OLD_RELEASE;
  const apt = await openSourceApt(openStore(), { suite, securityMirror: false }, [suite]);
  const { stdout } = await apt.run('apt-cache', ['showsrc', '--only-source', source], { purpose: `find ${source}` });
  const found = parseStanzas(stdout).flatMap((stanza) => {
    const { 'Checksums-Sha256': sums = '', Directory: directory = '', Version: version = '' } = stanza;
    const [sha256 = '', size = ''] =
      sums
        .split('\n')
        .find((line) => line.endsWith(` ${file}`))
        ?.split(' ') ?? [];
    return [
      [`${source}=${version} ${file}`, { archive: 'debian', path: `${directory}/${file}`, size: Number(size), sha256 }],
    ];
  });
  return Object.fromEntries(found.slice(0, 1)) as Lock['sources'];
}

/** What the lock says of the archives that something is from. */
function archivesOf(
  { packages, sources }: Lock,
  before: Lock,
  releases: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Lock['archives'] {
  const names = [...Object.values(packages), ...Object.values(sources)].map(({ archive }) => archive);
  return Object.fromEntries(
    [...new Set(names)].sort().map((name) => {
      const old = before.archives[name];
      const suites = { ...old?.suites, ...releases[name] };
      const pinnedAt = [snapshotTime(new Date()), ...(old?.pinnedAt ?? [])].slice(0, 8);
      return [name, { suites, components: ['main'], pinnedAt }];
    }),
  );
}

void main(process.argv.slice(2));
