import { busyboxRelease, knownVersions, type PatchSource } from '@basewright/releases';

import { type ImageSpec } from './image-file/image-schema';

type Busybox = Pick<ImageSpec['busybox'], 'version' | 'securityPatches' | 'withoutFixes'>;

/** Whether a patch that fixes vulnerabilities is wanted, by whose it is. */
const WANTED: Readonly<Record<Busybox['securityPatches'], (patch: PatchSource) => boolean>> = {
  all: () => true,
  debian: ({ origin }) => origin === 'debian',
  none: () => false,
};

/** The patches that Basewright knows for a BusyBox version, less the fixes an image does without. None for an unknown one. */
export function releasePatches({ version, securityPatches, withoutFixes }: Busybox): readonly PatchSource[] {
  return knownPatches(version).filter(
    (patch) =>
      fixesOf(patch).length === 0 ||
      (WANTED[securityPatches](patch) && fixesOf(patch).some((id) => !withoutFixes.includes(id))),
  );
}

/** What each of a version's security patches fixes: `[['CVE-2026-26157', 'CVE-2026-26158']]`. */
export function fixSets(version: string): (readonly string[])[] {
  return knownPatches(version)
    .map(fixesOf)
    .filter((fixes) => fixes.length > 0);
}

/** The vulnerabilities that an image leaves open although there is a fix, sorted. */
export function fixesLeftOut(busybox: Busybox): readonly string[] {
  const applied = releasePatches(busybox);
  const left = knownPatches(busybox.version).filter((patch) => !applied.includes(patch));
  return [...new Set(left.flatMap(fixesOf))].sort();
}

function knownPatches(version: string): readonly PatchSource[] {
  return knownVersions.busybox.includes(version) ? busyboxRelease(version).patches : [];
}

function fixesOf({ fixes = [] }: PatchSource): readonly string[] {
  return fixes;
}
