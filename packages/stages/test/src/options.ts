import { type DeepReadonly, platformId, workspacePath } from '@basewright/core';
import { debianSettings } from '@basewright/debian';
import { LIBCS } from '@basewright/libcs';
import { z } from 'zod';

/** The options of the executor test; every path is relative to the workspace. schema.json is made of it. */
export const testOptions = z
  .strictObject({
    outputPath: workspacePath
      .describe('Directory of the stage, relative to the workspace.')
      .meta({ examples: ['dist/images/busybox-glibc/test--amd64'] }),
    platform: platformId.describe('Platform of the image.').meta({ examples: ['linux/amd64'] }),
    libc: z.enum(LIBCS).describe('C library of the image.'),
    fetchAndVerify: workspacePath
      .describe('Directory that fetch-and-verify left.')
      .meta({ examples: ['dist/images/busybox-glibc/fetch-and-verify'] }),
    toolchain: workspacePath
      .describe('Directory that toolchain left.')
      .meta({ examples: ['dist/images/busybox-glibc/toolchain--amd64'] }),
    configure: workspacePath
      .describe('Directory that configure left.')
      .meta({ examples: ['dist/images/busybox-glibc/configure--amd64'] }),
    compile: workspacePath
      .describe('Directory that compile left.')
      .meta({ examples: ['dist/images/busybox-glibc/compile--amd64'] }),
    rootfsAssemble: workspacePath
      .describe('Directory that rootfs-assemble left.')
      .meta({ examples: ['dist/images/busybox-glibc/rootfs-assemble--amd64'] }),
    allowedFailures: z
      .string()
      .optional()
      .describe('JSON file with tests of BusyBox\'s suite that may fail: [{"test", "reason", "libcs"}].')
      .meta({ examples: ['images/busybox-glibc/allowed-failures.json'] }),
    lockFile: workspacePath
      .describe('What pins the emulator for foreign platforms, relative to the workspace.')
      .meta({ examples: ['basewright.lock.json'] }),
    strict: z
      .boolean()
      .optional()
      .describe(
        "Fail where the lock cannot be kept, instead of taking the suite's current emulator, and where this machine cannot run every check, instead of skipping some.",
      ),
    upstream: z
      .enum(['native', 'always', 'never'])
      .optional()
      .describe(
        "Whether to run BusyBox's own test suite: for this machine's platform only (the default), for every platform in an emulator (slow), or not.",
      ),
    debian: debianSettings.optional(),
  })
  .describe("Test a built image: facts of its ELF files, commands in a sandbox, and BusyBox's own test suite.");

/** {@link testOptions}, checked. */
export type TestOptions = DeepReadonly<z.infer<typeof testOptions>>;
