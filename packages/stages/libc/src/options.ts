import { type DeepReadonly, platformId, workspacePath } from '@basewright/core';
import { debianSettings } from '@basewright/debian';
import { LIBCS } from '@basewright/libcs';
import { z } from 'zod';

/** The options of the executor libc; every path is relative to the workspace. schema.json is made of it. */
export const libcOptions = z
  .strictObject({
    outputPath: workspacePath
      .describe('Directory of the stage, relative to the workspace.')
      .meta({ examples: ['dist/images/busybox-uclibc/libc--amd64'] }),
    platform: platformId
      .describe('Platform to build for; uClibc-ng has no port to linux/ppc64le and linux/s390x.')
      .meta({ examples: ['linux/amd64', 'linux/arm/v7'] }),
    libc: z.enum(LIBCS).describe('The libc to build; the others come as Debian packages.'),
    fetchAndVerify: workspacePath
      .describe('Directory that fetch-and-verify left; it must hold the tarball "uclibc-ng".')
      .meta({ examples: ['dist/images/busybox-uclibc/fetch-and-verify'] }),
    toolchain: workspacePath
      .describe('Directory that toolchain left.')
      .meta({ examples: ['dist/images/busybox-uclibc/toolchain--amd64'] }),
    clean: z.boolean().optional().describe('Build it even if the store has it.'),
    debian: debianSettings.optional(),
  })
  .describe('Build a libc that Debian has no package of (uClibc-ng) from source, and leave its sysroot.');

/** {@link libcOptions}, checked. */
export type LibcOptions = DeepReadonly<z.infer<typeof libcOptions>>;
