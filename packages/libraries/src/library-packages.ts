import { type Platform, type Store } from '@basewright/core';
import { type DebianSettings, type Lock } from '@basewright/debian';

import { findLibraries } from './find-libraries';
import { LIBRARY_PACKAGES } from './library-set';
import { openLibrarySource } from './library-source';

/**
 * The names of the packages, beyond {@link LIBRARY_PACKAGES}, that an image's requested libraries come from, sorted:
 * what a lock file has to pin for them (see librarySet). `lock` pins what it can already; the rest is the suite's.
 */
export async function libraryPackages(
  store: Store,
  settings: DebianSettings,
  platform: Platform,
  libraries: readonly string[],
  lock: Lock | null,
): Promise<string[]> {
  if (libraries.length === 0) return [];
  const source = await openLibrarySource({
    store,
    settings,
    lock,
    strict: false,
    platform,
    warn: () => undefined,
  });
  const members = await findLibraries({ platform, programs: [], libraries }, source);
  const names = new Set(members.map(({ found }) => found.package.name));
  return [...names].filter((name) => !(LIBRARY_PACKAGES as readonly string[]).includes(name)).sort();
}
