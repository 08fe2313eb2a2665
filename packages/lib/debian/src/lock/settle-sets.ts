import { type DebianPackage } from '@basewright/contracts';
import { BasewrightError, invariant, type Store } from '@basewright/core';

import { type Apt, openAptOf } from '../apt';
import { parseStanzas, type Stanza } from '../deb822';
import { dpkgDeb } from '../dpkg-deb';
import { type MissingFile } from '../fetch/nobody-has';
import { currentPackages, keyOf, type PinnedSet } from '../pinned-set';
import { type UnreadIndex } from '../refresh-indexes';
import { type DebianSettings, resolveSettings, SECURITY_ARCHIVE } from '../settings';
import { holdArchives, holdPackages, packageArchives } from '../unpack-packages';
import { type Lock } from './lock-file';
import { lockedSet, shortName, sourceOf } from './locked-sets';
import { openViews } from './set-views';
import { architectureOf, combine, holdBackUnseen, keepBack, type Moves } from './source-moves';
import { unmetDepends } from './unmet-depends';

/** A set with the packages that it is to be pinned at. */
export interface SettledSet {
  readonly set: PinnedSet;
  readonly packages: readonly DebianPackage[];
}

/** A source package that keeps its old version, and why. */
export interface KeptBack {
  readonly source: string;
  readonly reason: string;
}

/** What sets are to be pinned at. */
export interface Settlement {
  readonly sets: readonly SettledSet[];
  readonly keptBack: readonly KeptBack[];
  /** Indexes that could not be had. */
  readonly unread: readonly UnreadIndex[];
  /** The sha256 of every InRelease that was read, by archive and suite. */
  readonly releases: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What {@link settleSets} is given besides the sets. */
export interface SettleOptions {
  readonly store: Store;
  readonly settings: DebianSettings;
  /** Debian architecture of the machine that builds. */
  readonly host: string;
  /** What is pinned so far. */
  readonly before: Lock;
  /** Which packages may get another version: all, or those with a security update and what they then need. */
  readonly update: 'all' | 'security';
}

/**
 * Decides which packages sets are pinned at: those that the archives have now, as far as every one of their files can be
 * had; they are in the store afterwards. Where one cannot, on any architecture, all packages of its source keep the
 * version that is pinned on all architectures. Throws what {@link nobodyHas} makes for a file of a set that is not pinned
 * yet, NOT_FOUND for a package that no suite has.
 */
export async function settleSets(sets: readonly PinnedSet[], options: SettleOptions): Promise<Settlement> {
  const views = openViews(options.store, options.settings);
  const current = new Map<PinnedSet, readonly DebianPackage[]>();
  for (const set of sets) current.set(set, await currentOr(set, await views.of(set), options.before));
  const moves: Moves = {
    all: options.update === 'all',
    moving: options.update === 'all' ? new Set() : await securitySources([...current.values()].flat(), options),
    keptBack: new Map(),
  };
  holdBackUnseen(moves, await views.unread(), options.before);
  for (;;) {
    const settled = [...current].map(([set, now]) => ({ set, packages: combine(set, now, options.before, moves) }));
    const before = moves.keptBack.size + moves.moving.size;
    for (const one of await holdAll(settled, options)) keepBack(one, options.before, moves);
    for (const one of settled)
      await fit(one, current.get(one.set) ?? [], { apt: await views.of(one.set), options, moves });
    if (moves.keptBack.size + moves.moving.size > before) continue;
    const keptBack = [...moves.keptBack].map(([source, reason]) => ({ source, reason }));
    return { sets: settled, keptBack, unread: await views.unread(), releases: await views.releases() };
  }
}

/** The current packages of a set; those that are pinned where an index that it needs cannot be had at all. */
async function currentOr(set: PinnedSet, apt: Apt, before: Lock): Promise<readonly DebianPackage[]> {
  try {
    return await currentPackages(apt, set);
  } catch (error) {
    const pinned = lockedSet(before, keyOf(set));
    const architectures = [set.native, ...set.architectures];
    const isBlind = apt.unread.some(({ kind }) => architectures.includes(architectureOf(kind)));
    if (pinned === null || !isBlind) throw error;
    return pinned;
  }
}

/** The source packages of what has a version in the security archive that is the current one. */
async function securitySources(
  current: readonly DebianPackage[],
  { store, settings, host }: SettleOptions,
): Promise<Set<string>> {
  const { archives } = await resolveSettings(settings);
  const security = archives.find(({ name }) => name === SECURITY_ARCHIVE);
  if (security === undefined) {
    throw new BasewrightError('BAD_INPUT', 'cannot look for security updates: no archive of them is known', {
      hint: "name it with the option debian.securityMirror, or add it to this machine's apt",
    });
  }
  const architectures = [...new Set(current.map(({ architecture }) => architecture))].filter((name) => name !== 'all');
  const apt = await openAptOf(store, { ...(await resolveSettings(settings)), archives: [security] }, [
    host,
    ...architectures,
  ]);
  const names = [...new Set(current.map(shortName))];
  const offered = new Set((await apt.versionsOf(names)).flatMap(({ SHA256: sha256 }) => sha256 ?? []));
  return new Set(current.filter(({ sha256 }) => offered.has(sha256)).map(sourceOf));
}

/** Brings what is not in the store yet; gives what nobody has. */
async function holdAll(settled: readonly SettledSet[], { store, settings }: SettleOptions): Promise<MissingFile[]> {
  const wanted = (archives: boolean): DebianPackage[] => {
    const some = settled.filter(({ set }) => (set.archives ?? false) === archives).flatMap(({ packages }) => packages);
    return [...new Map(some.map((one) => [one.sha256, one])).values()];
  };
  const [packages, archives] = [wanted(false), wanted(true)];
  return [...(await holdPackages(store, settings, packages)), ...(await holdArchives(store, settings, archives))];
}

interface Fitting {
  readonly apt: Apt;
  readonly options: SettleOptions;
  readonly moves: Moves;
}

/** Where a package is too old or too new for another of its set, moves the one or keeps the other back. */
async function fit(
  { set, packages }: SettledSet,
  current: readonly DebianPackage[],
  { apt, options, moves }: Fitting,
): Promise<void> {
  const now = new Set(current.map(({ sha256 }) => sha256));
  if (set.alone === true || packages.every(({ sha256 }) => now.has(sha256))) return;
  if (!packages.some(({ sha256 }) => now.has(sha256))) return;
  const byName = new Map(packages.map((one) => [one.name, one]));
  for (const { clause, package: name } of unmetDepends(await stanzasOf(packages, apt, options))) {
    const other = /^[a-z0-9][a-z0-9+.-]+/.exec(clause)?.[0] ?? '';
    const pair = [byName.get(other), byName.get(name)].flatMap((one) => one ?? []);
    const behind = pair.find((one) => !now.has(one.sha256) && !moves.keptBack.has(sourceOf(one)));
    if (behind !== undefined && !moves.all) {
      moves.moving.add(sourceOf(behind));
      continue;
    }
    const ahead = pair.find((one) => now.has(one.sha256));
    if (ahead !== undefined) moves.keptBack.set(sourceOf(ahead), `${name} depends on ${clause}, which is kept back`);
  }
}

/** The control stanzas of packages: as the index has them, else as they have them themselves. */
async function stanzasOf(
  packages: readonly DebianPackage[],
  apt: Apt,
  { store, settings }: SettleOptions,
): Promise<Stanza[]> {
  const offered = await apt.versionsOf(packages.map(fullNameForApt));
  const bySha = new Map(offered.map((stanza) => [stanza['SHA256'] ?? '', stanza]));
  const others = packages.filter(({ sha256 }) => !bySha.has(sha256));
  const files = await packageArchives(store, settings, others);
  const own = await Promise.all(
    others.map(async ({ name, sha256 }) => {
      const file = invariant(files.get(sha256), `the archive of ${name}`);
      return parseStanzas(await dpkgDeb({ archive: file, action: '--field', purpose: `read the fields of ${name}` }));
    }),
  );
  const known = packages.map(({ sha256 }) => bySha.get(sha256)).filter((one) => one !== undefined);
  return [...known, ...own.flat()];
}

function fullNameForApt(one: DebianPackage): string {
  return one.architecture === 'all' ? one.name : shortName(one);
}
