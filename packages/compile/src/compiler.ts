import { type Libc, type Platform } from '@basewright/core';

/** How to compile for one platform on one libc, inside the root. */
export interface Compiler {
  /** Program and the options that belong to every call, linking included. */
  readonly cc: readonly string[];
  /** `x86_64-linux-gnu-`: the prefix of ld, strip and the others. */
  readonly crossPrefix: string;
}

/** Where the sysroot of a libc built from source is mounted; its specs file names this path. */
export const SYSROOT = '/sysroot';

/** What each libc adds to the compiler's name: where its headers, start files and archives are, and how to link. */
const LIBC_OPTIONS: Readonly<Record<Libc, (platform: Platform) => string[]>> = {
  glibc: () => ['-fPIE', '-pie', '-Wl,-z,relro,-z,now'],
  musl: ({ muslDirectory }) => [`-specs=/usr/lib/${muslDirectory}/musl-gcc.specs`, '-fno-pie', '-no-pie', '-static'],
  uclibc: () => [`-specs=${SYSROOT}/uclibc-gcc.specs`, '-fno-pie', '-no-pie', '-static'],
};

/** The compiler for a platform and libc. */
export function compilerFor(platform: Platform, libc: Libc): Compiler {
  const crossPrefix = `${platform.gnu}-`;
  const size = ['-Wl,--build-id=none', `-Wl,-z,max-page-size=${platform.pageAlignment}`];
  return {
    crossPrefix,
    cc: [`${crossPrefix}gcc`, ...platform.compilerOptions, ...LIBC_OPTIONS[libc](platform), ...size],
  };
}
