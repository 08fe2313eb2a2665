import { BasewrightError, hostDebianArch, type Platform } from '@basewright/core';
import { toolchainPurpose } from '@basewright/debian';
import { type Libc } from '@basewright/libcs';
import { packSet, type RootSet } from '@basewright/sandbox';

import { buildSet } from './package-sets';

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
