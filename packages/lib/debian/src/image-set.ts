import { hostDebianArch, type Platform } from '@basewright/core';

import { type PinnedSet } from './pinned-set';

/**
 * Packages that others depend on for a whole system's sake (its skeleton, its services), or for their maintainer scripts
 * alone: configuration questions, users, copies of configuration files. An image has a skeleton of its own, and nobody
 * runs these scripts.
 */
const FOR_SYSTEMS = [
  ...[
    'adduser',
    'base-files',
    'base-passwd',
    'cdebconf',
    'debconf',
    'dpkg',
    'init-system-helpers',
    'install-info',
    'lsb-base',
  ],
  ...['sensible-utils', 'systemd', 'systemd-sysv', 'sysvinit-utils', 'ucf'],
] as const;

/** Which packages an image asks for. */
export interface PackageRequest {
  /** The name of the image. */
  readonly name: string;
  /** As Debian calls them. */
  readonly packages: readonly string[];
  /** Packages to leave out although these depend on them. */
  readonly without: readonly string[];
}

/**
 * The set of an image's packages with all they depend on, for one platform. A lock file that was written for another
 * request does not pin it.
 */
export function imageSet({ name, packages, without }: PackageRequest, { debianArch }: Platform): PinnedSet {
  const asked = [...new Set(packages)].sort();
  const left = [...new Set(without)].sort();
  return {
    purpose: `packages/${name}/${debianArch}`,
    names: asked,
    architectures: [],
    native: debianArch,
    archives: true,
    without: [...FOR_SYSTEMS, ...left],
    request: { packages: asked, ...(left.length === 0 ? {} : { without: left }) },
  };
}

/** A package of any architecture that holds upstream's sources: `uclibc-source`. `suite` is where it is looked up. */
export function binarySourceSet(name: string, suite?: string): PinnedSet {
  return {
    purpose: `sources/${name}`,
    names: [name],
    architectures: [],
    native: hostDebianArch() ?? 'amd64',
    alone: true,
    request: { names: [name] },
    ...(suite === undefined ? {} : { suite }),
  };
}

/**
 * Packages that every Debian has, so that no other depends on them, and all may use what is in them: descriptions of terminals,
 * the locale C.UTF-8, ldconfig, what services' PAM files include (Debian Policy 3.8). An image gets the parts that something in it needs.
 */
export function essentialSet({ debianArch }: Platform): PinnedSet {
  return {
    purpose: `essential/${debianArch}`,
    names: ['libc-bin', 'libpam-runtime', 'ncurses-base'],
    architectures: [],
    native: debianArch,
    archives: true,
    alone: true,
  };
}

/** What says which Debian an image's packages are from: base-files, of which nothing else is taken. */
export function identitySet({ debianArch }: Platform): PinnedSet {
  return {
    purpose: `identity/${debianArch}`,
    names: ['base-files'],
    architectures: [],
    native: debianArch,
    archives: true,
    alone: true,
  };
}
