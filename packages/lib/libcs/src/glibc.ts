import { type Platform, type PlatformId } from '@basewright/core';

import { type LibcRecord } from './libc';

const LOADERS: Readonly<Record<PlatformId, string>> = {
  'linux/amd64': '/lib64/ld-linux-x86-64.so.2',
  'linux/386': '/lib/ld-linux.so.2',
  'linux/arm/v5': '/lib/ld-linux.so.3',
  'linux/arm/v6': '/lib/ld-linux.so.3',
  'linux/arm/v7': '/lib/ld-linux-armhf.so.3',
  'linux/arm64': '/lib/ld-linux-aarch64.so.1',
  'linux/ppc64le': '/lib64/ld64.so.2',
  'linux/riscv64': '/lib/ld-linux-riscv64-lp64d.so.1',
  'linux/s390x': '/lib/ld64.so.1',
};

/** The path that its programs ask for as their interpreter, the loader of shared objects. */
export function glibcLoader({ id }: Pick<Platform, 'id'>): string {
  return LOADERS[id as PlatformId];
}

/** The GNU C library. An image on it needs its shared objects anyway, for name resolution. */
export const glibc: LibcRecord = {
  name: 'glibc',
  title: 'glibc',
  linkage: 'dynamic',
  source: null,
  // BusyBox links libcrypt, which Debian keeps apart from glibc.
  packages: ['libc6-dev', 'libcrypt-dev'],
  rootLinks: () => ({}),
  // Name resolution loads libnss_* and libresolv at run time, so a static binary would need them too.
  requests: {},
  cc: () => ['-fPIE'],
  link: ['-pie'],
  isPie: true,
  loader: glibcLoader,
  hasPort: () => true,
};
