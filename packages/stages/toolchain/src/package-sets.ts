import { type RootManifest } from '@basewright/contracts';
import { type Platform } from '@basewright/core';
import { type Libc, libcOf } from '@basewright/libcs';

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

/** The packages that compile for a platform and libc, with others of the platform, on a host of Debian architecture `host`. */
export function buildSet(platform: Platform, libc: Libc, host: string, others: readonly string[]): PackageSet {
  const compiler = platform.debianArch === host ? 'gcc' : `gcc-${platform.gnu.replace('_', '-')}`;
  const target = [...libcOf(libc).packages, ...others].map((name) => `${name}:${platform.debianArch}`);
  return {
    // gcc and libc6-dev of the host itself: Kconfig and the applet tables are made by programs that run here.
    names: [...new Set([...BUILD_TOOLS, 'gcc', 'libc6-dev', compiler, ...target])].sort(),
    links: { ...LINKS, ...libcOf(libc).rootLinks(platform) },
  };
}
