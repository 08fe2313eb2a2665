import { BasewrightError, hostDebianArch, type RootManifest } from '@basewright/core';
import { pinnedPackages, type PinnedOptions, type PinnedSet } from '@basewright/debian';

import { rootManifest } from './root-layout';

/** The packages of a root, with the links that their maintainer scripts would have made. */
export interface RootSet extends PinnedSet {
  readonly links: RootManifest['links'];
}

/** Archivers and compressors: what unpacks and patches sources and compresses layers. */
const PACK_TOOLS = ['bzip2', 'dash', 'gzip', 'libdeflate-tools', 'patch', 'tar', 'xz-utils'] as const;

/** The packages that unpack, patch and compress on a host of a Debian architecture. */
export function packSet(host: string): RootSet {
  return { key: `pack/${host}`, architectures: [host], names: PACK_TOOLS, links: { 'usr/bin/sh': 'dash' } };
}

/** The root that compresses layers on this machine. Throws what pinnedPackages throws, MISSING_PREREQUISITE on a host Debian has no port for. */
export async function packRoot(options: PinnedOptions): Promise<RootManifest> {
  const host = hostDebianArch();
  if (host === null) {
    throw new BasewrightError(
      'MISSING_PREREQUISITE',
      'cannot compress on this processor: Debian has no packages for it',
    );
  }
  const set = packSet(host);
  return rootManifest(await pinnedPackages(set, options), set.links);
}
