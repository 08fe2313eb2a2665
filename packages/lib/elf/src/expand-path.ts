import { posix } from 'node:path';

import { type Platform } from '@basewright/core';

/**
 * The directories of a RUNPATH or RPATH, with what ld.so(8) calls dynamic string tokens replaced. `origin` is the
 * directory of the file that has it. Relative ones, and those with a token that Debian's loader gives no value, are left out.
 */
export function expandPath(
  directories: readonly string[],
  { multiarch }: Pick<Platform, 'multiarch'>,
  origin: string,
): string[] {
  return directories
    .map((directory) =>
      directory.replaceAll(/\$(?:ORIGIN\b|\{ORIGIN\})/g, origin).replaceAll(/\$(?:LIB\b|\{LIB\})/g, `lib/${multiarch}`),
    )
    .filter((directory) => directory.startsWith('/') && !directory.includes('$'))
    .map((directory) => posix.normalize(directory));
}
