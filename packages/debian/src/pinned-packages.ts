import { BasewrightError, type DebianPackage, progress, type Store } from '@basewright/core';

import { type Apt, openApt } from './apt';
import { type Lock, lockedSet } from './lock';
import { neededPackages } from './needed-packages';
import { missingArchives } from './package-archives';
import { type DebianSettings } from './settings';
import { missingPackages } from './unpack-packages';
import { withdrawn } from './withdrawn';

/** Which packages are wanted, and under which name the lock pins them. */
export interface PinnedSet {
  readonly key: string;
  /** As `apt-get install` takes them: `gcc`, `libc6-dev:arm64`. */
  readonly names: readonly string[];
  readonly architectures: readonly string[];
  /** These packages only, not what they depend on. Default: both. */
  readonly alone?: boolean;
  /** The architecture of names without one. Default: this machine's. */
  readonly native?: string;
  /** The .deb files themselves are wanted in the store, not only what they unpack to. Default: false. */
  readonly archives?: boolean;
  /** Packages that are left out although others depend on them, with what only they need. Default: none. */
  readonly without?: readonly string[];
}

/** An apt that sees the packages of a set. */
export async function openAptFor(
  { architectures, native }: Pick<PinnedSet, 'architectures' | 'native'>,
  store: Store,
  settings: DebianSettings,
): Promise<Apt> {
  return native === undefined
    ? openApt(store, settings, architectures)
    : openApt(store, settings, architectures, native);
}

/** The suite's current packages of a set. Throws NOT_FOUND for a name without one. */
export async function currentPackages(
  apt: Apt,
  { names, alone = false, without }: PinnedSet,
): Promise<DebianPackage[]> {
  if (alone) return apt.packagesFor(names);
  const closure = await apt.resolve(names);
  if (without === undefined) return closure;
  const described = await apt.describe(closure.map(({ name }) => name));
  const needed = new Set(neededPackages(names, described, new Set(without)));
  return closure.filter(({ name }) => needed.has(name));
}

/** What {@link pinnedPackages} is given besides the set. */
export interface PinnedOptions {
  readonly store: Store;
  readonly settings: DebianSettings;
  readonly lock: Lock | null;
  /** Fail, instead of taking what the suite has now, when the lock cannot be kept. */
  readonly strict: boolean;
}

/**
 * The exact packages of a set: the locked ones while they are in the store or on the mirror, otherwise the suite's
 * current ones, with a warning that names both. With `strict` the second case is an error instead.
 */
export async function pinnedPackages(set: PinnedSet, options: PinnedOptions): Promise<DebianPackage[]> {
  const { store, settings, lock, strict } = options;
  const locked = lockedSet(lock, set.key);
  if (locked === null) {
    refuseWhenStrict(strict, `the lock file pins no set ${set.key}`);
    progress(
      `warning: ${set.key} is not in the lock file, the suite's current packages are used (pin them: nx g @basewright/nx:lock)`,
    );
    return currentPackages(await openAptFor(set, store, settings), set);
  }
  const missing = await (set.archives === true ? missingArchives : missingPackages)(store, locked);
  if (missing.length === 0) return locked;
  const apt = await openAptFor(set, store, settings);
  const gone = await withdrawn(apt, missing);
  if (gone.length === 0) return locked;
  const current = await currentPackages(apt, set);
  const changes = gone.map((old) => describeChange(old, current)).join('\n');
  refuseWhenStrict(strict, `the mirror no longer has what it pins:\n${changes}`);
  progress(
    `warning: the mirror no longer has what the lock file pins, the suite's current packages are used:\n${changes}`,
  );
  return current;
}

function describeChange(old: DebianPackage, current: readonly DebianPackage[]): string {
  const now = current.find(({ name, architecture }) => name === old.name && architecture === old.architecture);
  return `  ${old.name}:${old.architecture} ${old.version} -> ${now?.version ?? 'gone'}`;
}

function refuseWhenStrict(strict: boolean, reason: string): void {
  if (!strict) return;
  throw new BasewrightError('NOT_FOUND', `cannot keep to the lock file: ${reason}`, {
    hint: 'refresh it with `nx g @basewright/nx:lock`, or build without the option strict',
  });
}
