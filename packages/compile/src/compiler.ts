import { type HardeningMeasure, hardeningOptions, type Libc, type Platform } from '@basewright/core';

/** How to compile for one platform on one libc, inside the root. */
export interface Compiler {
  /** Program and the options that belong to every call: instruction set, headers, position independence. */
  readonly cc: readonly string[];
  /** What links a program, besides: BusyBox's CFLAGS_busybox. Partial links (`-r`) must not get these. */
  readonly link: readonly string[];
  /** `x86_64-linux-gnu-`: the prefix of ld, strip and the others. */
  readonly crossPrefix: string;
}

/** Where the sysroot of a libc built from source is mounted; its specs file names this path. */
export const SYSROOT = '/sysroot';

interface LibcOptions {
  readonly cc: (platform: Platform) => readonly string[];
  readonly link: readonly string[];
}

/** What each libc adds: where its headers, start files and archives are, and how to link. */
const LIBC_OPTIONS: Readonly<Record<Libc, LibcOptions>> = {
  glibc: { cc: () => ['-fPIE'], link: ['-pie'] },
  musl: {
    cc: ({ muslDirectory }) => [`-specs=/usr/lib/${muslDirectory}/musl-gcc.specs`, '-fPIE'],
    // musl's own start code relocates a static PIE but cannot write to code; its specs do not ask the linker to refuse.
    link: ['-static-pie', '-Wl,-z,text'],
  },
  // uClibc-ng's start files do not relocate a static program.
  uclibc: { cc: () => [`-specs=${SYSROOT}/uclibc-gcc.specs`, '-fno-pie'], link: ['-no-pie', '-static'] },
};

/** The compiler for a platform and libc; a measure that these do without adds nothing. */
export function compilerFor(platform: Platform, libc: Libc, hardening: readonly HardeningMeasure[] = []): Compiler {
  const crossPrefix = `${platform.gnu}-`;
  const { cc, link } = LIBC_OPTIONS[libc];
  return {
    crossPrefix,
    cc: [
      `${crossPrefix}gcc`,
      ...platform.compilerOptions,
      ...cc(platform),
      ...(platform.libcOptions?.[libc] ?? []),
      ...hardening.flatMap((measure) => hardeningOptions(measure, platform, libc) ?? []),
    ],
    link: [...link, '-Wl,-z,relro,-z,now', '-Wl,--build-id=none', `-Wl,-z,max-page-size=${platform.pageAlignment}`],
  };
}
