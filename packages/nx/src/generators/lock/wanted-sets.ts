import { type Libc, platformOf } from '@basewright/core';
import { type PinnedSet } from '@basewright/debian';
import { type ImageSpec } from '@basewright/image';
import { librarySet } from '@basewright/libraries';
import { toolchainSets } from '@basewright/toolchain';

/** The package sets that images are built from on a host, each once: toolchains, compressors, libraries. */
export function wantedSets(images: readonly ImageSpec[], host: string): PinnedSet[] {
  const sets = images.flatMap(({ platforms, libc }) => platforms.flatMap((id) => setsOf(id, libc, host)));
  return [...new Map(sets.map((set) => [set.key, set])).values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function setsOf(id: string, libc: Libc, host: string): PinnedSet[] {
  const platform = platformOf(id);
  const { build, pack } = toolchainSets(platform, libc, host);
  return [build, pack, ...(libc === 'glibc' ? [librarySet(platform)] : [])];
}
