import {
  busyboxRelease,
  busyboxVulnerabilities,
  knownVersions,
  type PatchSource,
  type Release,
} from '@basewright/upstream';

import { type ImageSpec } from './image-file/image-schema';

type Busybox = Pick<ImageSpec['busybox'], 'version' | 'securityPatches' | 'withoutFixes'>;

/** Whether a patch that fixes vulnerabilities is wanted, by whose it is. */
const WANTED: Readonly<Record<Busybox['securityPatches'], (patch: PatchSource) => boolean>> = {
  all: () => true,
  debian: ({ origin }) => origin === 'debian',
  none: () => false,
};

/**
 * The patches that Basewright knows for a BusyBox version, less the fixes an image does without, and less those that stand
 * on one of these. None for an unknown one.
 */
export function releasePatches(busybox: Busybox): readonly PatchSource[] {
  const { patches, standsOn = {} } = knownRelease(busybox.version);
  const refused = new Set(patches.filter((patch) => !isWanted(patch, busybox)).flatMap(fixesOf));
  const isLost = (id: string): boolean => (standsOn[id] ?? []).some((other) => refused.has(other));
  return patches.filter((patch) => isWanted(patch, busybox) && !fixesOf(patch).some(isLost));
}

/** A fix that an image wants and cannot have, although its fault stays, without one that it does without. */
export interface LostFix {
  readonly id: string;
  readonly without: string;
}

/** The fixes that stand on one that an image does without, but those whose fault is not there without that one. */
export function lostFixes(busybox: Busybox): readonly LostFix[] {
  const { patches, standsOn = {} } = knownRelease(busybox.version);
  const wanted = new Set(patches.filter((patch) => isWanted(patch, busybox)).flatMap(fixesOf));
  const lost = Object.entries(standsOn).flatMap(([id, others]) =>
    wanted.has(id) ? others.flatMap((without) => (wanted.has(without) ? [] : [{ id, without }])) : [],
  );
  return lost.filter(({ id, without }) => broughtBy(id) !== without);
}

function broughtBy(wanted: string): string | undefined {
  return busyboxVulnerabilities().vulnerabilities.find(({ id }) => id === wanted)?.affected.broughtBy;
}

function isWanted(patch: PatchSource, { securityPatches, withoutFixes }: Busybox): boolean {
  const fixes = fixesOf(patch);
  return fixes.length === 0 || (WANTED[securityPatches](patch) && fixes.some((id) => !withoutFixes.includes(id)));
}

/** What each of a version's security patches fixes: `[['CVE-2026-26157', 'CVE-2026-26158']]`. */
export function fixSets(version: string): (readonly string[])[] {
  return knownRelease(version)
    .patches.map(fixesOf)
    .filter((fixes) => fixes.length > 0);
}

function knownRelease(version: string): Pick<Release, 'patches' | 'standsOn'> {
  return knownVersions.busybox.includes(version) ? busyboxRelease(version) : { patches: [] };
}

function fixesOf({ fixes = [] }: PatchSource): readonly string[] {
  return fixes;
}
