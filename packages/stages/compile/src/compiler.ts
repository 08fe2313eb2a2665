import { type Platform } from '@basewright/core';
import { type HardeningMeasure, hardeningOptions, type Libc, libcOf } from '@basewright/libcs';

/** How to compile for one platform on one libc, inside the root. */
export interface Compiler {
  /** Program and the options that belong to every call: instruction set, headers, position independence. */
  readonly cc: readonly string[];
  /** What links a program, besides: BusyBox's CFLAGS_busybox. Partial links (`-r`) must not get these. */
  readonly link: readonly string[];
  /** `x86_64-linux-gnu-`: the prefix of ld, strip and the others. */
  readonly crossPrefix: string;
}

/** The compiler for a platform and libc; a measure that these do without adds nothing. */
export function compilerFor(platform: Platform, libc: Libc, hardening: readonly HardeningMeasure[] = []): Compiler {
  const crossPrefix = `${platform.gnu}-`;
  const { cc, link } = libcOf(libc);
  return {
    crossPrefix,
    cc: [
      `${crossPrefix}gcc`,
      ...platform.compilerOptions,
      ...cc(platform),
      ...hardening.flatMap((measure) => hardeningOptions(measure, platform, libc) ?? []),
    ],
    link: [...link, '-Wl,-z,relro,-z,now', '-Wl,--build-id=none', `-Wl,-z,max-page-size=${platform.pageAlignment}`],
  };
}
