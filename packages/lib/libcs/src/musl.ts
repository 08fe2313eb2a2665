import { type Platform, type PlatformId } from '@basewright/core';

import { type LibcRecord } from './libc';

/** The directory of `musl-dev`, below /usr/lib and /usr/include. */
const DIRECTORIES: Readonly<Record<PlatformId, string>> = {
  'linux/amd64': 'x86_64-linux-musl',
  'linux/386': 'i386-linux-musl',
  'linux/arm/v5': 'arm-linux-musleabi',
  'linux/arm/v6': 'arm-linux-musleabi',
  'linux/arm/v7': 'arm-linux-musleabihf',
  'linux/arm64': 'aarch64-linux-musl',
  'linux/ppc64le': 'powerpc64le-linux-musl',
  'linux/riscv64': 'riscv64-linux-musl',
  'linux/s390x': 's390x-linux-musl',
};

/** Compiler options that a platform needs. */
const OPTIONS: Readonly<Partial<Record<PlatformId, readonly string[]>>> = {
  // musl's long double is 64 bits wide there and gcc's default is not: the link fails without.
  'linux/ppc64le': ['-mlong-double-64'],
};

/** Kernel headers that BusyBox includes and musl's own header directory lacks. */
const KERNEL_HEADERS = ['asm-generic', 'linux', 'mtd', 'scsi'] as const;

/** https://musl.libc.org, as Debian has it. */
export const musl: LibcRecord = {
  name: 'musl',
  title: 'musl',
  linkage: 'static',
  source: null,
  packages: ['musl-dev', 'linux-libc-dev'],
  rootLinks: ({ id, multiarch }) => {
    const headers = `usr/include/${DIRECTORIES[id as PlatformId]}`;
    return {
      ...Object.fromEntries(KERNEL_HEADERS.map((name) => [`${headers}/${name}`, `../${name}`])),
      [`${headers}/asm`]: `../${multiarch}/asm`,
    };
  },
  // musl has stubs in place of utmp and wtmp, and no RPC: https://wiki.musl-libc.org/building-busybox
  requests: { STATIC: 'y', FEATURE_INETD_RPC: 'n', FEATURE_UTMP: 'n', FEATURE_WTMP: 'n' },
  cc: ({ id }: Platform) => [
    `-specs=/usr/lib/${DIRECTORIES[id as PlatformId]}/musl-gcc.specs`,
    '-fPIE',
    ...(OPTIONS[id as PlatformId] ?? []),
  ],
  // musl's own start code relocates a static PIE but cannot write to code; its specs do not ask the linker to refuse.
  link: ['-static-pie', '-Wl,-z,text'],
  isPie: true,
  loader: () => null,
  hasPort: () => true,
};
