import { type RootManifest } from '@basewright/contracts';
import { BasewrightError, hostDebianArch, type Platform } from '@basewright/core';
import { toolchainPurpose } from '@basewright/debian';
import { type Libc, libcOf } from '@basewright/libcs';
import { packSet, type RootSet } from '@basewright/sandbox';

/** The two roots of a toolchain on this host. */
export interface ToolchainSets {
  readonly build: RootSet;
  readonly pack: RootSet;
}

/** What packages for the compiler are chosen by. */
export interface ToolchainRequest {
  readonly platform: Platform;
  readonly libc: Libc;
  /** Packages of the platform that are wanted besides. Default: none. */
  readonly packages?: readonly string[];
  /** Debian architecture the compilers run on. Default: this machine's. */
  readonly host?: string | null;
}

/** Which packages a platform and libc are built with here. Throws MISSING_PREREQUISITE on a host Debian has no port for. */
export function toolchainSets(request: ToolchainRequest): ToolchainSets {
  const { platform, libc, packages = [], host = hostDebianArch() } = request;
  if (host === null) {
    throw new BasewrightError('MISSING_PREREQUISITE', 'cannot build on this processor: Debian has no compiler for it', {
      hint: 'build on amd64 or arm64',
    });
  }
  const architectures = [...new Set([host, platform.debianArch])];
  const build = buildSet(platform, libc, host, packages);
  return {
    build: { purpose: toolchainPurpose({ ...request, host }), architectures, native: host, ...build },
    pack: packSet(host),
  };
}

/** Names for `apt-get install`, and the links that maintainer scripts would have made. */
interface PackageSet {
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
function buildSet(platform: Platform, libc: Libc, host: string, others: readonly string[]): PackageSet {
  const compiler = platform.debianArch === host ? 'gcc' : `gcc-${platform.gnu.replace('_', '-')}`;
  const target = [...libcOf(libc).packages, ...others].map((name) => `${name}:${platform.debianArch}`);
  return {
    // gcc and libc6-dev of the host itself: Kconfig and the applet tables are made by programs that run here.
    names: [...new Set([...BUILD_TOOLS, 'gcc', 'libc6-dev', compiler, ...target])].sort(),
    links: { ...LINKS, ...libcOf(libc).rootLinks(platform) },
  };
}
