import { type RootManifest } from '@basewright/contracts';
import { BasewrightError, hostDebianArch } from '@basewright/core';
import { type PinnedOptions, type PinnedPackages, pinnedPackages, type PinnedSet } from '@basewright/debian';

import { rootManifest } from './root-layout';

/** The packages of a root, with the links that their maintainer scripts would have made. */
export interface RootSet extends PinnedSet {
  readonly links: RootManifest['links'];
}

/** Archivers and compressors: what unpacks and patches sources and compresses layers. */
const PACK_TOOLS = ['bzip2', 'dash', 'gzip', 'libdeflate-tools', 'patch', 'tar', 'xz-utils'] as const;

/** The packages that unpack, patch and compress on a host of a Debian architecture. */
export function packSet(host: string): RootSet {
  return {
    purpose: `pack/${host}`,
    architectures: [],
    native: host,
    names: PACK_TOOLS,
    links: { 'usr/bin/sh': 'dash' },
  };
}

/** A root, and how it departs from what the lock pins. */
export interface PinnedRoot extends Pick<PinnedPackages, 'departures'> {
  readonly root: RootManifest;
}

/** The root of a set of packages. Throws what pinnedPackages throws. */
export async function pinnedRoot(set: RootSet, options: PinnedOptions): Promise<PinnedRoot> {
  const { departures, packages } = await pinnedPackages(set, options);
  return { root: rootManifest([...packages], set.links), departures };
}

/** The root that compresses layers on this machine. Throws what pinnedPackages throws, MISSING_PREREQUISITE on a host Debian has no port for. */
export async function packRoot(options: PinnedOptions): Promise<PinnedRoot> {
  const host = hostDebianArch();
  if (host === null) {
    throw new BasewrightError(
      'MISSING_PREREQUISITE',
      'cannot compress on this processor: Debian has no packages for it',
    );
  }
  const set = packSet(host);
  return pinnedRoot(set, options);
}
