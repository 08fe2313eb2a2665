import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { type DebianPackage } from '@basewright/contracts';
import {
  BasewrightError,
  digestOf,
  exists,
  isFirstInRun,
  log,
  type Store,
  withLock,
  writeAtomic,
} from '@basewright/core';
import { z } from 'zod';

import { type Apt, openApt } from './apt';
import { type MissingFile, nobodyHas } from './fetch/nobody-has';
import { type Lock } from './lock/lock-file';
import { affectedSets, lockedSet, shortName, sourceOf } from './lock/locked-sets';
import { currentPackages, keyOf, type PinnedSet } from './pinned-set';
import { FRESH_MS, RECENT_MS } from './refresh-indexes';
import { type DebianSettings, DEFAULT_SUITE } from './settings';
import { holdArchives, holdPackages } from './unpack-packages';

/** What {@link pinnedPackages} is given besides the set. */
export interface PinnedOptions {
  readonly store: Store;
  readonly settings: DebianSettings;
  readonly lock: Lock | null;
  /** Fail, instead of taking what the suite has now, when the lock cannot be kept. */
  readonly strict: boolean;
}

/** The packages of a set. */
export interface PinnedPackages {
  /** Sorted by name, then architecture. They are in the store. */
  readonly packages: readonly DebianPackage[];
  /** How they depart from what the lock pins, one line each: `tar 1.35-3 -> 1.35-4`. Empty when they are as locked. */
  readonly departures: readonly string[];
}

/** An apt that sees the packages of a set. */
export async function openAptFor(
  { architectures, native, suite }: Pick<PinnedSet, 'architectures' | 'native' | 'suite'>,
  store: Store,
  settings: DebianSettings,
): Promise<Apt> {
  return openApt(store, suite === undefined ? settings : { ...settings, suite }, architectures, native);
}

/**
 * The exact packages of a set, in the store: those that the lock pins, from wherever their bytes can be had; no index is
 * asked. Where one can be had nowhere, the whole set is resolved anew from what the suite has now, and so is every set
 * that shares a source package with it, with one warning in a run; with `strict` that is an error instead. Throws
 * BAD_INPUT for a lock of another suite, UNREACHABLE where a file may be there but nobody answers.
 */
export async function pinnedPackages(set: PinnedSet, options: PinnedOptions): Promise<PinnedPackages> {
  const { store, settings, lock, strict } = options;
  assertSuite(lock, settings);
  const key = keyOf(set);
  const locked = lockedSet(lock, key);
  if (lock === null || locked === null) return unpinned(set, options);
  const gone = await knownGone(store, lock);
  if (!affectedSets(lock, gone).has(key)) {
    const missing = await hold(set, options, locked);
    if (missing.length === 0) return { packages: locked, departures: [] };
    if (strict || missing.some(({ isGone }) => !isGone)) throw cannotKeep(nobodyHas(missing), strict);
    await rememberGone(store, lock, missing);
    return resolveAnew(set, options, { locked, why: nobodyHas(missing), lost: missing });
  }
  if (strict) throw cannotKeep(new BasewrightError('NOT_FOUND', 'a file that it pins can be had nowhere'), strict);
  return resolveAnew(set, options, { locked, why: null, lost: [] });
}

/** Throws BAD_INPUT when a lock pins packages of another suite than the settings name. */
export function assertSuite(lock: Lock | null, { suite = DEFAULT_SUITE }: DebianSettings): void {
  if (lock === null || lock.suite === suite) return;
  throw new BasewrightError(
    'BAD_INPUT',
    `cannot use the lock file: it pins packages of ${lock.suite}, and the option debian.suite says ${suite}`,
    { hint: `pin those of ${suite} with \`nx g @basewright/nx:lock\`, or set debian.suite to "${lock.suite}"` },
  );
}

async function unpinned(set: PinnedSet, options: PinnedOptions): Promise<PinnedPackages> {
  const { store, settings, strict } = options;
  const problem = `${set.purpose} is not in the lock file`;
  if (strict) throw cannotKeep(new BasewrightError('NOT_FOUND', `it pins no set ${set.purpose}`), strict);
  if (await isFirstInRun(store, problem)) {
    log.warn(
      `${problem}, the suite's current packages are used (pin them: nx g @basewright/nx:lock ${set.pinnedBy ?? '--keep'})`,
    );
  }
  const packages = await currentPackages(await openAptFor(set, store, settings), set);
  const missing = await hold(set, options, packages);
  if (missing.length > 0) throw nobodyHas(missing);
  return { packages, departures: [problem] };
}

interface Lost {
  readonly locked: readonly DebianPackage[];
  /** Why it was this set that found out; null where another one did. */
  readonly why: BasewrightError | null;
  readonly lost: readonly MissingFile[];
}

async function resolveAnew(set: PinnedSet, options: PinnedOptions, lost: Lost): Promise<PinnedPackages> {
  const { store, lock } = options;
  const packages = await currentNow(set, options, lost.why);
  const departures = changesOf(lost.locked, packages);
  const missing = await hold(set, options, packages);
  if (missing.length > 0) throw nobodyHas(missing);
  if (await isFirstInRun(store, { notAsLocked: lock?.sets })) {
    const files = lost.lost.map(({ file }) => file.label);
    const what = files.length === 0 ? 'a file that is pinned' : shortened(files);
    log.warn(
      `not as locked: ${what} can be had nowhere; what shares a source package with it is resolved anew: ` +
        `${shortened(departures)} (pin what there is now: nx g @basewright/nx:lock)`,
    );
  }
  return { packages, departures };
}

async function currentNow(
  set: PinnedSet,
  { store, settings }: PinnedOptions,
  why: BasewrightError | null,
): Promise<DebianPackage[]> {
  try {
    const apt = await openAptFor(set, store, settings);
    await apt.refresh(RECENT_MS);
    return await currentPackages(apt, set);
  } catch (cause) {
    if (why === null || !(cause instanceof BasewrightError)) throw cause;
    throw new BasewrightError(why.code, `${why.message}\nand nothing can be taken instead: ${cause.message}`, {
      cause,
      ...(why.hint === undefined ? {} : { hint: why.hint }),
    });
  }
}

function hold(
  { archives = false }: PinnedSet,
  { store, settings }: PinnedOptions,
  packages: readonly DebianPackage[],
): Promise<readonly MissingFile[]> {
  return archives ? holdArchives(store, settings, packages) : holdPackages(store, settings, packages);
}

/** What is another version now, by source package: `glibc 2.41-12+deb13u4 -> 2.41-12+deb13u5`. Sorted. */
function changesOf(before: readonly DebianPackage[], after: readonly DebianPackage[]): string[] {
  const now = new Map(after.map((one) => [shortName(one), one]));
  const old = new Set(before.map(shortName));
  const changed = before.flatMap((one) => {
    const other = now.get(shortName(one));
    if (other?.sha256 === one.sha256) return [];
    return [`${sourceOf(one)} ${one.version} -> ${other?.version ?? 'gone'}`];
  });
  const added = after.filter((one) => !old.has(shortName(one))).map((one) => `${sourceOf(one)} ${one.version} is new`);
  return [...new Set([...changed, ...added])].sort();
}

function shortened(lines: readonly string[]): string {
  const most = 4;
  return lines.length <= most
    ? lines.join(', ')
    : `${lines.slice(0, most).join(', ')} and ${String(lines.length - most)} more`;
}

function cannotKeep({ code, message, hint, cause }: BasewrightError, strict: boolean): BasewrightError {
  if (!strict) return new BasewrightError(code, message, { cause, ...(hint === undefined ? {} : { hint }) });
  return new BasewrightError(code, `cannot keep to the lock file: ${message.replace(/^cannot fetch /, '')}`, {
    cause,
    // A network that is down is mended otherwise.
    hint:
      code === 'UNREACHABLE' && hint !== undefined
        ? hint
        : 'refresh it with `nx g @basewright/nx:lock`, or build without the option strict',
  });
}

const goneFile = z.array(z.string());

/** Those files of a lock that were found lately to be nowhere, and are not in the store since: by sha256. */
async function knownGone(store: Store, lock: Lock): Promise<Set<string>> {
  const path = goneAt(store, lock);
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
  if (Date.now() - mtimeMs > FRESH_MS) return new Set();
  const digests = goneFile.parse(JSON.parse(await readFile(path, 'utf8')));
  const held = await Promise.all(
    digests.map(
      async (sha256) => (await exists(join(store.downloads, sha256))) || (await exists(join(store.packages, sha256))),
    ),
  );
  return new Set(digests.filter((_digest, index) => held[index] === false));
}

async function rememberGone(store: Store, lock: Lock, missing: readonly MissingFile[]): Promise<void> {
  const path = goneAt(store, lock);
  await withLock({ path: join(store.locks, digestOf(path)) }, async () => {
    const all = [...(await knownGone(store, lock)), ...missing.map(({ file }) => file.sha256)];
    await writeAtomic(path, JSON.stringify([...new Set(all)].sort()));
  });
}

function goneAt(store: Store, lock: Lock): string {
  return join(store.apt, 'gone', `${digestOf(lock).slice(0, 16)}.json`);
}
