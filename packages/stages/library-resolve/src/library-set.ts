import { type Platform, sha256 } from '@basewright/core';
import { type PinnedSet } from '@basewright/debian';

import { type LibraryNeeds } from './resolve-needs';

/** The package of the C library itself. */
export const LIBC_PACKAGE = 'libc6';

/** The packages of the C library and the compiler's runtime: every image on glibc has its loader from them. */
const LIBRARY_PACKAGES = [LIBC_PACKAGE, 'libgcc-s1', 'libstdc++6'] as const;

/** What the lock file pins for every image on glibc, as `libraries/<Debian architecture>`. */
export function librarySet({ debianArch }: Platform): PinnedSet {
  return {
    purpose: `libraries/${debianArch}`,
    names: LIBRARY_PACKAGES,
    architectures: [],
    native: debianArch,
    // Their control files are in the image, and in the archives only.
    archives: true,
  };
}

/** An image that asks for libraries and programs. */
export interface RequestingImage {
  readonly name: string;
  readonly platform: Platform;
  /** What it asks for, as the lock file says it. */
  readonly request: Readonly<Record<string, unknown>>;
}

/** What an image asks for, as the lock file says it. */
export function requestOfNeeds(
  { libraries, programs, nsswitch }: Pick<LibraryNeeds, 'libraries' | 'programs' | 'nsswitch'>,
  isOwnNsswitch: boolean,
): RequestingImage['request'] {
  return {
    libraries: libraries.map(({ text }) => text).sort(),
    programs: programs.map(({ package: name, path }) => `${name}:${path}`).sort(),
    ...(isOwnNsswitch ? { nsswitch: sha256(nsswitch) } : {}),
  };
}

/**
 * What the lock pins for the libraries and programs that an image asks for: `packages` of its platform. A closure of ELF
 * files says exactly which packages it takes, so that what they depend on is left out.
 */
export function requestedSet({ name, platform, request }: RequestingImage, packages: readonly string[]): PinnedSet {
  const { debianArch } = platform;
  return {
    purpose: `requested/${name}/${debianArch}`,
    names: packages.map((one) => `${one}:${debianArch}`),
    architectures: [],
    native: debianArch,
    alone: true,
    archives: true,
    request,
  };
}

/** What it pins for the beginning of a name that several libraries share. */
export function prefixSet(image: RequestingImage, prefix: string, packages: readonly string[]): PinnedSet {
  const all = requestedSet(image, packages);
  return { ...all, purpose: `${all.purpose}/lib${prefix}`, request: {} };
}
