import { type DeepReadonly, platformId, workspacePath } from '@basewright/core';
import { debianSettings } from '@basewright/debian';
import { HARDENING_MEASURES, LIBCS } from '@basewright/libcs';
import { z } from 'zod';

/** The options of the executor compile; every path is relative to the workspace. schema.json is made of it. */
export const compileOptions = z
  .strictObject({
    outputPath: workspacePath
      .describe('Directory of the stage, relative to the workspace.')
      .meta({ examples: ['dist/images/busybox-glibc/compile--amd64'] }),
    platform: platformId.describe('Platform to compile for.').meta({ examples: ['linux/amd64'] }),
    libc: z.enum(LIBCS).describe('C library to build on.'),
    fetchAndVerify: workspacePath
      .describe('Directory that fetch-and-verify left.')
      .meta({ examples: ['dist/images/busybox-glibc/fetch-and-verify'] }),
    toolchain: workspacePath
      .describe('Directory that toolchain left.')
      .meta({ examples: ['dist/images/busybox-glibc/toolchain--amd64'] }),
    configure: workspacePath
      .describe('Directory that configure left.')
      .meta({ examples: ['dist/images/busybox-glibc/configure--amd64'] }),
    libcSysroot: workspacePath
      .optional()
      .describe('Directory that libc left, for a libc that was built from source.')
      .meta({ examples: ['dist/images/busybox-uclibc/libc--amd64'] }),
    key: z
      .string()
      .describe('Whose object tree to carry on with.')
      .meta({ examples: ['busybox-glibc'] }),
    hardening: z
      .array(z.enum(HARDENING_MEASURES))
      .optional()
      .describe('What the compiler adds against exploits, where the platform and the libc have it. Default: nothing.')
      .meta({ examples: [['stack-protector', 'stack-clash']] }),
    clean: z.boolean().optional().describe('Compile everything, whatever an earlier build left. Default: false.'),
    debian: debianSettings.optional(),
  })
  .describe('Compile BusyBox and getconf for a platform and libc, incrementally, byte-identical to a clean build.');

/** {@link compileOptions}, checked. */
export type CompileOptions = DeepReadonly<z.infer<typeof compileOptions>>;
