import { type DebianPackage, type ImagePackage, type LibraryResolveOutput } from '@basewright/contracts';
import { type Platform } from '@basewright/core';
import { debianRelease, licencesOf, packageRecord, type PinnedOptions, shippedPackages } from '@basewright/debian';

/** What an image says of the packages that it has files of. */
export interface ImagePackages extends Pick<LibraryResolveOutput, 'debian' | 'departures'> {
  /** By name. */
  readonly packages: readonly ImagePackage[];
  /** Their control files, which scanners read, by path in the image. */
  readonly records: Readonly<Record<string, string>>;
}

/**
 * Reads what packages say of themselves, each once, and which release of Debian they are from. The checksums of their files
 * are left out: libraries have other paths in the image. Throws what pinnedPackages throws.
 */
export async function imagePackages(
  used: readonly DebianPackage[],
  platform: Platform,
  pinned: PinnedOptions,
): Promise<ImagePackages> {
  if (used.length === 0) return { packages: [], records: {}, debian: null, departures: [] };
  const byName = new Map(used.map((one) => [one.name, one]));
  const sorted = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const shipped = await shippedPackages(pinned.store, pinned.settings, sorted);
  const { departures, ...debian } = await debianRelease(platform, pinned);
  return {
    packages: await Promise.all(
      shipped.map(async (one) => {
        const { name, version, architecture, sha256 } = one.package;
        return { name, version, architecture, sha256, licences: await licencesOf(one) };
      }),
    ),
    records: Object.fromEntries(shipped.map((one) => [packageRecord(one.package.name), one.control])),
    debian,
    departures: [...departures],
  };
}
