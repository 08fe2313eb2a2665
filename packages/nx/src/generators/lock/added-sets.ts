import { openStore, platformOf } from '@basewright/core';
import {
  assertPackagesExist,
  type DebianSettings,
  identitySet,
  imageSet,
  type Lock,
  type PackageRequest,
  type PinnedSet,
} from '@basewright/debian';
import { packSet } from '@basewright/hermetic';

/** What an image that is made on another asks for. */
export interface AddedPackages {
  /** Its image.json. */
  readonly name: string;
  readonly platforms: readonly string[];
  readonly request: PackageRequest;
}

/**
 * The package sets of images that are made on others, each once: what they add, what says which Debian that is, and the
 * compressors. Throws NOT_FOUND for a package that a platform does not have.
 */
export async function addedSets(
  images: readonly AddedPackages[],
  host: string,
  debian: DebianSettings,
): Promise<PinnedSet[]> {
  const sets = new Map<string, PinnedSet>();
  for (const set of images.length === 0 ? [] : [packSet(host)]) sets.set(set.key, set);
  for (const { name, platforms, request } of images.filter((image) => image.request.packages.length > 0)) {
    for (const platform of platforms.map(platformOf)) {
      const set = imageSet(request, platform);
      if (!sets.has(set.key)) await assertPackagesExist(openStore(), debian, { name, platform, request });
      for (const one of [set, identitySet(platform)]) sets.set(one.key, one);
    }
  }
  return [...sets.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A lock without the sets of requests that no image makes any more: their keys say what was asked for. */
export function forgetRequests(lock: Lock, wanted: readonly PinnedSet[]): Lock {
  const keys = new Set(wanted.map(({ key }) => key));
  const sets = Object.entries(lock.sets).filter(([key]) => !key.startsWith('packages/') || keys.has(key));
  return { ...lock, sets: Object.fromEntries(sets) };
}
