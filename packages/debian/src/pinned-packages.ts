import { BasewrightError, type DebianPackage, progress, type Store } from '@basewright/core';

import { type Apt, openApt } from './apt';
import { type Lock, lockedSet } from './lock';
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
}

/** The suite's current packages of a set. Throws NOT_FOUND for a name without one. */
export async function currentPackages(apt: Apt, { names, alone = false }: PinnedSet): Promise<DebianPackage[]> {
  return alone ? apt.packagesFor(names) : apt.resolve(names);
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
    return currentPackages(await openApt(store, settings, set.architectures), set);
  }
  const missing = await missingPackages(store, locked);
  if (missing.length === 0) return locked;
  const apt = await openApt(store, settings, set.architectures);
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
