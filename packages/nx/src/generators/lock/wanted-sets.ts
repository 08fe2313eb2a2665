import { BasewrightError, type Libc, type Platform, platformOf, reasonOf } from '@basewright/core';
import { type DebianSettings, type Lock, type PinnedSet } from '@basewright/debian';
import { emulatorSet } from '@basewright/hermetic';
import { requestedSets, type WrittenNeeds } from '@basewright/libraries';
import { toolchainSets } from '@basewright/toolchain';

/** An image, as far as it decides what is pinned. */
export interface LockedImage {
  readonly name: string;
  readonly platforms: readonly string[];
  readonly libc: Libc;
  /** Its paths are relative to the workspace. */
  readonly needs: WrittenNeeds;
}

/** What a workspace's sets of packages are made for. */
export interface WantedSets {
  /** Absolute path. */
  readonly workspace: string;
  readonly images: readonly LockedImage[];
  /** Debian architecture the compilers run on. */
  readonly host: string;
  readonly debian: DebianSettings;
  /** What was pinned last. */
  readonly before: Lock | null;
}

/**
 * The package sets that images are built from on a host, each once: toolchains, compressors, libraries, programs,
 * emulators. Throws one error with everything that some platform has no package for.
 */
export async function wantedSets({ workspace, images, host, debian, before }: WantedSets): Promise<PinnedSet[]> {
  const sets = new Map<string, PinnedSet>();
  for (const { platforms, libc } of images)
    for (const set of platforms.flatMap((id) => toolsFor(id, libc, host))) sets.set(set.key, set);
  const failures: unknown[] = [];
  // What one platform needs, the next most likely needs as well.
  const likely = new Set(pinnedNames(before, 'requested/'));
  for (const [platform, needs] of needsByPlatform(images)) {
    const requested = await requestedSets(workspace, debian, platform, needs, [...likely]).catch((error: unknown) => {
      failures.push(error);
      return [];
    });
    for (const set of requested) {
      sets.set(set.key, set);
      if (set.alone === true) for (const name of set.names) likely.add(name.replace(/:.*/, ''));
    }
  }
  if (failures.length > 0) throw allOf(failures);
  return [...sets.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Names of the packages of all sets of a lock whose keys begin so. */
function pinnedNames(lock: Lock | null, prefix: string): string[] {
  const sets = Object.entries(lock?.sets ?? {}).filter(([key]) => key.startsWith(prefix));
  return sets.flatMap(([, ids]) => ids.map((id) => id.replace(/:.*/, '')));
}

function toolsFor(id: string, libc: Libc, host: string): PinnedSet[] {
  const platform = platformOf(id);
  const { build, pack } = toolchainSets(platform, libc, host);
  return [build, pack, ...(platform.debianArch === host ? [] : [emulatorSet(host)])];
}

/** What each image on glibc asks for, by platform; those of one Debian architecture have the same packages. */
function needsByPlatform(images: readonly LockedImage[]): Map<Platform, Record<string, WrittenNeeds>> {
  const wanted = new Map<string, { platform: Platform; needs: Record<string, WrittenNeeds> }>();
  for (const { name, platforms, libc, needs } of images) {
    if (libc !== 'glibc') continue;
    for (const platform of platforms.map(platformOf)) {
      const entry = wanted.get(platform.debianArch) ?? { platform, needs: {} };
      entry.needs[name] = needs;
      wanted.set(platform.debianArch, entry);
    }
  }
  return new Map([...wanted.values()].map(({ platform, needs }) => [platform, needs]));
}

/** One error for those of several platforms; one that is a bug goes first. */
function allOf(failures: readonly unknown[]): unknown {
  const unexpected = failures.find((error) => !(error instanceof BasewrightError));
  const [first] = failures;
  if (unexpected !== undefined || !(first instanceof BasewrightError) || failures.length === 1)
    return unexpected ?? first;
  const hint = first.hint === undefined ? {} : { hint: first.hint };
  return new BasewrightError(first.code, [...new Set(failures.map(reasonOf))].join('\n'), hint);
}
