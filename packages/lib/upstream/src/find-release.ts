import { BasewrightError, didYouMean } from '@basewright/core';

import { BUSYBOX_RELEASES, UCLIBC_RELEASES } from './release-table';
import { type Release } from './source';

/** The versions of each upstream project that Basewright knows, newest first. */
export const knownVersions = {
  busybox: BUSYBOX_RELEASES.map(({ tarball }) => tarball.version),
  'uclibc-ng': UCLIBC_RELEASES.map(({ tarball }) => tarball.version),
} as const satisfies Record<string, readonly string[]>;

/** A BusyBox release by version (`1.38.0`). Throws BAD_INPUT, with the nearest version, when it is not known. */
export function busyboxRelease(version: string): Release {
  return find('BusyBox', BUSYBOX_RELEASES, version);
}

/** A uClibc-ng release by version (`1.0.54`). Throws BAD_INPUT, with the nearest version, when it is not known. */
export function uclibcRelease(version: string): Release {
  return find('uClibc-ng', UCLIBC_RELEASES, version);
}

function find(project: string, releases: readonly Release[], version: string): Release {
  const found = releases.find(({ tarball }) => tarball.version === version);
  if (found !== undefined) return found;
  const known = releases.map(({ tarball }) => tarball.version);
  throw new BasewrightError(
    'BAD_INPUT',
    `cannot use ${project} ${version}: its digest is not known${didYouMean(version, known)}`,
    { hint: `known versions: ${known.join(', ')}` },
  );
}
