import { type Libc, openStore, type Platform, platformOf } from '@basewright/core';
import { type DebianSettings, type Lock, type PinnedSet } from '@basewright/debian';
import { emulatorSet } from '@basewright/hermetic';
import { type ImageSpec } from '@basewright/image';
import { libraryPackages, librarySet } from '@basewright/libraries';
import { toolchainSets } from '@basewright/toolchain';

/** What a workspace's sets of packages are made for. */
export interface WantedSets {
  readonly images: readonly Pick<ImageSpec, 'platforms' | 'libc' | 'libraries'>[];
  /** Debian architecture the compilers run on. */
  readonly host: string;
  readonly debian: DebianSettings;
  /** What is pinned so far: it answers which package has a library without a look at the mirror. */
  readonly lock: Lock | null;
}

/** The package sets that images are built from on a host, each once: toolchains, compressors, libraries, emulators. */
export async function wantedSets({ images, host, debian, lock }: WantedSets): Promise<PinnedSet[]> {
  const sets = new Map<string, PinnedSet>();
  for (const { platforms, libc } of images)
    for (const set of platforms.flatMap((id) => toolsFor(id, libc, host))) sets.set(set.key, set);
  for (const [platform, libraries] of librariesByPlatform(images)) {
    const set = librarySet(platform, await libraryPackages(openStore(), debian, platform, [...libraries], lock));
    sets.set(set.key, set);
  }
  return [...sets.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function toolsFor(id: string, libc: Libc, host: string): PinnedSet[] {
  const platform = platformOf(id);
  const { build, pack } = toolchainSets(platform, libc, host);
  return [build, pack, ...(platform.debianArch === host ? [] : [emulatorSet(host)])];
}

/** What all images on glibc ask for, by platform; those of one Debian architecture share a set and ask for the same. */
function librariesByPlatform(images: WantedSets['images']): Map<Platform, Set<string>> {
  const wanted = new Map<string, { platform: Platform; libraries: Set<string> }>();
  for (const { platforms, libc, libraries } of images) {
    if (libc !== 'glibc') continue;
    for (const platform of platforms.map(platformOf)) {
      const entry = wanted.get(platform.debianArch) ?? { platform, libraries: new Set() };
      for (const library of libraries) entry.libraries.add(library);
      wanted.set(platform.debianArch, entry);
    }
  }
  return new Map([...wanted.values()].map(({ platform, libraries }) => [platform, libraries]));
}
