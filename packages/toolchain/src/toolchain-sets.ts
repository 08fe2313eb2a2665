import { BasewrightError, hostDebianArch, type Libc, type Platform } from '@basewright/core';
import { packSet, type RootSet } from '@basewright/hermetic';

import { buildSet } from './package-sets';

/** The two roots of a toolchain on this host. */
export interface ToolchainSets {
  readonly build: RootSet;
  readonly pack: RootSet;
}

/** Which packages a platform and libc are built with here. Throws MISSING_PREREQUISITE on a host Debian has no port for. */
export function toolchainSets(platform: Platform, libc: Libc, host: string | null = hostDebianArch()): ToolchainSets {
  if (host === null) {
    throw new BasewrightError('MISSING_PREREQUISITE', 'cannot build on this processor: Debian has no compiler for it', {
      hint: 'build on amd64 or arm64',
    });
  }
  const architectures = [...new Set([host, platform.debianArch])];
  const build = buildSet(platform, libc, host);
  return {
    build: { purpose: `toolchain/${host}/${libc}/${platform.debianArch}`, architectures, native: host, ...build },
    pack: packSet(host),
  };
}
