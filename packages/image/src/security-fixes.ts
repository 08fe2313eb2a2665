import { busyboxRelease, knownVersions, type PatchSource } from '@basewright/releases';

/** The patches that Basewright knows for a BusyBox version, less the fixes an image does without. None for an unknown one. */
export function releasePatches(version: string, withoutFixes: readonly string[]): readonly PatchSource[] {
  if (!knownVersions.busybox.includes(version)) return [];
  return busyboxRelease(version).patches.filter(
    ({ fixes = [] }) => fixes.length === 0 || fixes.some((id) => !withoutFixes.includes(id)),
  );
}

/** What each of a version's security patches fixes: `[['CVE-2026-26157', 'CVE-2026-26158']]`. */
export function fixSets(version: string): (readonly string[])[] {
  return releasePatches(version, []).flatMap(({ fixes = [] }) => (fixes.length === 0 ? [] : [fixes]));
}
