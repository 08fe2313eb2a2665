import { type Platform } from '@basewright/core';
import { type PinnedSet } from '@basewright/debian';

/** The packages that are searched for a library before Debian's index of all files is asked, in this order. */
export const LIBRARY_PACKAGES = ['libc6', 'libgcc-s1', 'libstdc++6'] as const;

/** What the lock file pins for a platform's libraries, as `libraries/<Debian architecture>`. `more` names further packages. */
export function librarySet({ debianArch }: Platform, more: readonly string[] = []): PinnedSet {
  return {
    key: `libraries/${debianArch}`,
    names: [...LIBRARY_PACKAGES, ...more].map((name) => `${name}:${debianArch}`),
    architectures: [debianArch],
  };
}
