import { type Libc } from '@basewright/libcs';

import { BUSYBOX_RELEASES } from '../release-table';

/** A BusyBox as it was built. */
export interface BusyboxBuild {
  /** `1.38.0` */
  readonly release: string;
  readonly libc: Libc;
  /** Text of the resolved `.config`. */
  readonly config: string;
  /** Those that were applied. */
  readonly patches: readonly Patch[];
  /** Those that the image has and that were not: for other platforms, or other libcs. Default: none. */
  readonly notApplied?: readonly Patch[];
}

/** A patch, and the vulnerabilities that it fixes. */
export interface Patch {
  readonly name: string;
  readonly sha256: string;
  readonly fixes: readonly string[];
}

/** The patches of a build that fix a vulnerability, or a part of it. */
export function appliedFixes({ patches }: Pick<BusyboxBuild, 'patches'>, id: string): readonly Patch[] {
  return patches.filter(({ fixes }) => fixes.includes(id));
}

/** The fixes for a vulnerability that are known for a release. */
export function knownFixes(release: string, id: string): readonly Patch[] {
  const patches = BUSYBOX_RELEASES.find(({ tarball }) => tarball.version === release)?.patches ?? [];
  return patches.flatMap(({ name, sha256 = '', fixes = [] }) => (fixes.includes(id) ? [{ name, sha256, fixes }] : []));
}

/** The fixes for a vulnerability that a build could have and has not. */
export function missingFixes({ release, patches, notApplied = [] }: BusyboxBuild, id: string): readonly Patch[] {
  const applied = patches.map(({ sha256 }) => sha256);
  return [
    ...knownFixes(release, id).filter(({ sha256 }) => !applied.includes(sha256)),
    ...notApplied.filter(({ fixes }) => fixes.includes(id)),
  ];
}
