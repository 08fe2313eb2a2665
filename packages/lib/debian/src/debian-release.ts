import { readFile } from 'node:fs/promises';

import { type Platform } from '@basewright/core';

import { identitySet } from './image-set';
import { type PinnedOptions, type PinnedPackages, pinnedPackages } from './pinned-packages';
import { shippedPackages } from './shipped-package';

/** What a release of Debian says of itself, in the files that scanners read. */
export interface DebianRelease {
  /** The text of /etc/os-release. */
  readonly osRelease: string;
  /** The text of /etc/debian_version: `13.8` and a newline. */
  readonly version: string;
}

/**
 * The release that the packages of a platform are from, as its package base-files says, and how that departs from what the
 * lock pins. Throws what pinnedPackages throws.
 */
export async function debianRelease(
  platform: Platform,
  options: PinnedOptions,
): Promise<DebianRelease & Pick<PinnedPackages, 'departures'>> {
  const { store, settings } = options;
  const { departures, packages } = await pinnedPackages(identitySet(platform), options);
  const [shipped] = await shippedPackages(store, settings, packages);
  const text = async (path: string): Promise<string> => {
    const source = shipped?.entries.find((entry) => entry.path === path)?.source;
    if (source === undefined) throw new Error(`base-files has no ${path}`);
    return readFile(source, 'utf8');
  };
  return {
    osRelease: await text('/usr/lib/os-release'),
    version: await text('/etc/debian_version'),
    departures,
  };
}
