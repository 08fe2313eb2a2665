import { architecture, type DeepReadonly, packageName, platformId, workspacePath } from '@basewright/core';
import { debianSettings } from '@basewright/debian';
import { LIBCS } from '@basewright/libcs';
import { z } from 'zod';

/** The options of the executor toolchain; every path is relative to the workspace. schema.json is made of it. */
export const toolchainOptions = z
  .strictObject({
    outputPath: workspacePath
      .describe('Directory of the stage, relative to the workspace.')
      .meta({ examples: ['dist/images/busybox-glibc/toolchain--amd64'] }),
    platform: platformId.describe('Platform to build for.').meta({ examples: ['linux/amd64', 'linux/arm/v7'] }),
    libc: z.enum(LIBCS).describe('C library to build on.'),
    lockFile: workspacePath
      .describe('File that pins the packages, relative to the workspace.')
      .meta({ examples: ['basewright.lock.json'] }),
    packages: z
      .array(packageName)
      .optional()
      .describe('Debian packages of the platform that the compiler finds besides those of the libc. Default: [].')
      .meta({ examples: [['libtirpc-dev']] }),
    strict: z
      .boolean()
      .optional()
      .describe(
        "Fail where the mirror no longer has what the lock file pins, instead of taking the suite's current packages with a warning. Default: false.",
      ),
    host: architecture
      .optional()
      .describe("Debian architecture the compilers run on. Default: this machine's.")
      .meta({ examples: ['amd64', 'arm64'] }),
    debian: debianSettings.optional(),
  })
  .describe('Resolve the exact Debian packages of the hermetic root that a platform and libc are built in.');

/** {@link toolchainOptions}, checked. */
export type ToolchainOptions = DeepReadonly<z.infer<typeof toolchainOptions>>;
