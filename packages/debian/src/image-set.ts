import { type Platform } from '@basewright/core';

import { type PinnedSet } from './pinned-packages';

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

/** A set whose names are for one architecture. */
export type NativeSet = PinnedSet & { readonly native: string };

/** Which packages an image asks for. */
export interface PackageRequest {
  /** As Debian calls them. */
  readonly packages: readonly string[];
  /** Packages to leave out although these depend on them. */
  readonly without: readonly string[];
}

/**
 * The set of an image's packages with all they depend on, for one platform. Its key says what was asked for, so that a
 * lock file that was written for another request does not pin it.
 */
export function imageSet({ packages, without }: PackageRequest, { debianArch }: Platform): NativeSet {
  const asked = [...new Set(packages)].sort();
  const left = [...new Set(without)].sort();
  return {
    key: [`packages/${debianArch}:`, ...asked, ...left.map((name) => `-${name}`)].join(' '),
    names: asked,
    architectures: [],
    native: debianArch,
    archives: true,
    without: [...FOR_SYSTEMS, ...left],
  };
}

/** What says which Debian an image's packages are from: base-files, of which nothing else is taken. */
export function identitySet({ debianArch }: Platform): NativeSet {
  return {
    key: `identity/${debianArch}`,
    names: ['base-files'],
    architectures: [],
    native: debianArch,
    archives: true,
    alone: true,
  };
}
