import { type PlatformId } from '@basewright/core';

import { type LibcRecord, SYSROOT } from './libc';

/** How uClibc-ng's Kconfig spells a platform. */
export interface UclibcPort {
  /** The end of its symbol `TARGET_<arch>`. */
  readonly target: string;
  /** What else must be `y`. */
  readonly set: readonly string[];
}

// uClibc-ng takes ARM for big-endian unless told otherwise, and has 64-bit times on 32 bits on request only.
const ARM: UclibcPort = {
  target: 'arm',
  set: ['ARCH_WANTS_LITTLE_ENDIAN', 'CONFIG_ARM_EABI', 'UCLIBC_USE_TIME64'],
};

/** By platform; the others have none. */
export const UCLIBC_PORTS: Readonly<Partial<Record<PlatformId, UclibcPort>>> = {
  'linux/amd64': { target: 'x86_64', set: [] },
  'linux/386': { target: 'i386', set: ['CONFIG_686', 'UCLIBC_USE_TIME64'] },
  'linux/arm/v5': ARM,
  'linux/arm/v6': ARM,
  'linux/arm/v7': ARM,
  'linux/arm64': { target: 'aarch64', set: ['ARCH_WANTS_LITTLE_ENDIAN'] },
  'linux/riscv64': { target: 'riscv64', set: [] },
};

/** https://uclibc-ng.org: Debian has no package of it, so it is built from source, with the compiler of glibc. */
export const uclibc: LibcRecord = {
  name: 'uclibc',
  title: 'uClibc-ng',
  linkage: 'static',
  source: 'uclibc-ng',
  packages: ['linux-libc-dev'],
  rootLinks: () => ({}),
  requests: { STATIC: 'y' },
  cc: () => [`-specs=${SYSROOT}/uclibc-gcc.specs`, '-fno-pie'],
  // Its start files do not relocate a static program.
  link: ['-no-pie', '-static'],
  isPie: false,
  loader: () => null,
  hasPort: ({ id }) => id in UCLIBC_PORTS,
};
