import { type Platform } from '@basewright/core';
import { type PinnedSet } from '@basewright/debian';

/** The package of the C library itself. */
export const LIBC_PACKAGE = 'libc6';

/** The packages of the C library and the compiler's runtime: every image on glibc has its loader from them. */
const LIBRARY_PACKAGES = [LIBC_PACKAGE, 'libgcc-s1', 'libstdc++6'] as const;

/** What the lock file pins for every image on glibc, as `libraries/<Debian architecture>`. */
export function librarySet({ debianArch }: Platform): PinnedSet {
  return {
    key: `libraries/${debianArch}`,
    names: LIBRARY_PACKAGES.map((name) => `${name}:${debianArch}`),
    architectures: [debianArch],
  };
}

/**
 * What it pins for the libraries and programs that images ask for, as `requested/<Debian architecture>`. A closure of
 * ELF files says exactly which packages it takes, so that what they depend on is left out.
 */
export function requestedSet({ debianArch }: Platform, packages: readonly string[]): PinnedSet {
  return {
    key: `requested/${debianArch}`,
    names: packages.map((name) => `${name}:${debianArch}`),
    architectures: [debianArch],
    alone: true,
  };
}

/** What it pins for the beginning of a name that several libraries share, as `requested/<Debian architecture>/lib<name>`. */
export function prefixSet(platform: Platform, prefix: string, packages: readonly string[]): PinnedSet {
  const all = requestedSet(platform, packages);
  return { ...all, key: `${all.key}/lib${prefix}` };
}
