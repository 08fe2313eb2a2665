import { platformOf } from '@basewright/core';
import { imageSet, type PinnedSet, type SourceNeed } from '@basewright/debian';
import { debianNeeds } from '@basewright/fetch-and-verify';
import { toolchainSets } from '@basewright/toolchain';
import { busyboxRelease } from '@basewright/upstream';

const AMD64 = platformOf('linux/amd64');

/** Packages themselves, without what they depend on. */
function alone(purpose: string, architecture: string, names: readonly string[]): PinnedSet {
  return { purpose: `tests/${purpose}/${architecture}`, names, architectures: [], native: architecture, alone: true };
}

function closure(purpose: string, architecture: string, names: readonly string[]): PinnedSet {
  return { purpose: `tests/${purpose}/${architecture}`, names, architectures: [], native: architecture };
}

/** The images that packages/stages/rootfs-assemble/test/layer.test.ts adds packages to a base with. */
const LAYERS = [
  { name: 'with-bash', packages: ['bash'], without: [] },
  { name: 'with-certificates', packages: ['ca-certificates', 'tzdata'], without: ['openssl'] },
  { name: 'with-zones', packages: ['tzdata'], without: [] },
] as const;

/**
 * What the lock file of the tests has to pin: packages that they need and no image of this repository has. What they need
 * of these is in basewright.lock.json.
 */
export const WANTED: readonly PinnedSet[] = [
  // What runs in images of packages/stages/run/test.
  ...['amd64', 'arm64'].map((architecture) => alone('busybox-static', architecture, ['busybox-static'])),
  // What packages/stages/library-resolve/test asks for and the images do not; not all of it is to be had in the end.
  alone('libraries', 'amd64', [
    ...[
      'bsdextrautils',
      'ca-certificates',
      'debianutils',
      'dmidecode',
      'libc6-arm64-cross',
      'libc-bin',
      'musl',
      'tzdata',
    ],
    ...['libcom-err2', 'libgssapi-krb5-2', 'libk5crypto3', 'libkeyutils1', 'libkrb5-3', 'libkrb5support0'],
    ...['libnss-mdns', 'libnss-systemd', 'libssl3t64'],
  ]),
  // What reads the documents of the stage sbom.
  closure('cyclonedx', 'amd64', ['python3-cyclonedx-lib', 'python3-jsonschema']),
  // One architecture has it, another has not.
  alone('memtest', 'amd64', ['memtest86+']),
  // What an archive needs that nginx is resolved from: FOR_SYSTEMS of image-set.ts is left out afterwards.
  closure('nginx', 'amd64', ['nginx']),
  ...LAYERS.map((request) => imageSet(request, AMD64)),
  // What e2e/development-packages.test.ts compiles with.
  toolchainSets({ platform: AMD64, libc: 'glibc', packages: ['libtirpc-dev'], host: 'amd64' }).build,
  toolchainSets({ platform: AMD64, libc: 'glibc', packages: ['libpam0g-dev', 'libselinux1-dev'], host: 'amd64' }).build,
  // Compilers that run on another machine.
  toolchainSets({ platform: AMD64, libc: 'musl', host: 'arm64' }).build,
];

/** A release that Basewright does not know; an older suite has its tarball, which upstream published. */
export const OLD_RELEASE = { suite: 'bookworm', source: 'busybox', file: 'busybox_1.35.0.orig.tar.bz2' } as const;

/** Files of source packages, besides {@link OLD_RELEASE}: those of the releases that no image of ours is built from. */
export function wantedSources(): readonly SourceNeed[] {
  const { patches, tarball } = busyboxRelease('1.37.0');
  return debianNeeds({ tarballs: [tarball], patches }).sources;
}
