import { type Libc, type Platform, type RootManifest } from '@basewright/core';

/** Names for `apt-get install`, and the links that maintainer scripts would have made. */
export interface PackageSet {
  readonly names: readonly string[];
  readonly links: RootManifest['links'];
}

/** What BusyBox's and the libcs' makefiles call, besides the compiler. */
const BUILD_TOOLS = [
  ...['bzip2', 'coreutils', 'dash', 'debianutils', 'diffutils', 'findutils', 'gawk', 'grep', 'gzip', 'make', 'patch'],
  ...['sed', 'tar', 'xz-utils'],
] as const;

/** Alternatives and the like. Without awk BusyBox's embedded-scripts step counts 0 scripts and its link fails. */
const LINKS: RootManifest['links'] = {
  'usr/bin/awk': 'gawk',
  'usr/bin/sh': 'dash',
  'usr/bin/which': 'which.debianutils',
};

/** Development files of each libc. uClibc-ng has no package: it is built from source, with the glibc compiler. */
const LIBC_PACKAGES: Readonly<Record<Libc, readonly string[]>> = {
  // BusyBox links libcrypt, which Debian keeps apart from glibc.
  glibc: ['libc6-dev', 'libcrypt-dev'],
  musl: ['musl-dev', 'linux-libc-dev'],
  uclibc: ['linux-libc-dev'],
};

/** Kernel headers that BusyBox includes and musl's own header directory lacks. */
const KERNEL_HEADERS = ['asm-generic', 'linux', 'mtd', 'scsi'] as const;

/** The packages that compile for a platform and libc, with others of the platform, on a host of Debian architecture `host`. */
export function buildSet(platform: Platform, libc: Libc, host: string, others: readonly string[]): PackageSet {
  const compiler = platform.debianArch === host ? 'gcc' : `gcc-${platform.gnu.replace('_', '-')}`;
  const target = [...LIBC_PACKAGES[libc], ...others].map((name) => `${name}:${platform.debianArch}`);
  return {
    // gcc and libc6-dev of the host itself: Kconfig and the applet tables are made by programs that run here.
    names: [...new Set([...BUILD_TOOLS, 'gcc', 'libc6-dev', compiler, ...target])].sort(),
    links: { ...LINKS, ...(libc === 'musl' ? muslHeaders(platform) : {}) },
  };
}

function muslHeaders({ muslDirectory, multiarch }: Platform): RootManifest['links'] {
  const headers = KERNEL_HEADERS.map((name) => [`usr/include/${muslDirectory}/${name}`, `../${name}`]);
  return Object.fromEntries([
    ...headers,
    [`usr/include/${muslDirectory}/asm`, `../${multiarch}/asm`],
  ]) as RootManifest['links'];
}
