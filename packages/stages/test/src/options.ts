import { acceptance, APPLET_PATHS, APPLET_PATHS_TEXT } from '@basewright/contracts';
import { type DeepReadonly, platformId, projectName, workspacePath } from '@basewright/core';
import { debianSettings } from '@basewright/debian';
import { LIBCS } from '@basewright/libcs';
import { z } from 'zod';

const common = {
  outputPath: workspacePath
    .describe('Directory of the stage, relative to the workspace.')
    .meta({ examples: ['dist/images/busybox-glibc/test--amd64'] }),
  platform: platformId.describe('Platform of the image.').meta({ examples: ['linux/amd64'] }),
  lockFile: workspacePath
    .describe('What pins the emulator for foreign platforms, relative to the workspace.')
    .meta({ examples: ['basewright.lock.json'] }),
  strict: z
    .boolean()
    .optional()
    .describe(
      "Fail where the lock cannot be kept, instead of taking the suite's current emulator, and where this machine cannot run every check, instead of skipping some.",
    ),
  debian: debianSettings.optional(),
};

const ofBuilt = z.strictObject({
  ...common,
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
  setuid: workspacePath
    .optional()
    .describe('Directory that compile left of a second BusyBox, which is setuid. Default: there is none.')
    .meta({ examples: ['dist/images/busybox-glibc/compile-setuid--amd64'] }),
  appletPaths: z.enum(APPLET_PATHS).optional().describe(APPLET_PATHS_TEXT),
  rootfsAssemble: workspacePath
    .describe('Directory that rootfs-assemble left.')
    .meta({ examples: ['dist/images/busybox-glibc/rootfs-assemble--amd64'] }),
  allowedFailures: z
    .string()
    .optional()
    .describe('JSON file with tests of BusyBox\'s suite that may fail: [{"test", "reason", "libcs"}].')
    .meta({ examples: ['images/busybox-glibc/allowed-failures.json'] }),
  upstream: z
    .enum(['native', 'always', 'never'])
    .optional()
    .describe(
      "Whether to run BusyBox's own test suite: for this machine's platform only (the default), for every platform in an emulator (slow), or not.",
    ),
});

const ofDerived = z.strictObject({
  ...common,
  name: projectName.describe('What the image is called.').meta({ examples: ['runtime-glibc'] }),
  layerAssemble: workspacePath
    .describe('Directory that layer-assemble left, of an image that is made on another.')
    .meta({ examples: ['dist/images/runtime-glibc/layer-assemble--amd64'] }),
  publish: workspacePath
    .describe('Directory of the image for the platform that publish left, of an image that is made on another.')
    .meta({ examples: ['dist/images/runtime-glibc/publish--amd64'] }),
  accept: z
    .array(acceptance)
    .optional()
    .describe('Findings of publish that are right so: the loader is not asked about their files. Default: [].')
    .meta({ examples: [[{ finding: 'missing-library', path: '/opt/x', reason: 'it is mounted' }]] }),
});

/**
 * The options of the executor test, of an image that is built from source and of one that is made on another; every path is
 * relative to the workspace. schema.json is made of it.
 */
export const testOptions = z
  .union([ofBuilt, ofDerived])
  .describe(
    "Test an image: facts of its ELF files, what its loader finds, commands in a sandbox; BusyBox's own test suite where it is built here, and whether scanners see its packages where it is made on another image.",
  );

/** {@link testOptions}, checked. */
export type TestOptions = BuiltTestOptions | DerivedTestOptions;
/** Those of an image from source. */
export type BuiltTestOptions = DeepReadonly<z.infer<typeof ofBuilt>>;
/** Those of an image that is made on another. */
export type DerivedTestOptions = DeepReadonly<z.infer<typeof ofDerived>>;
