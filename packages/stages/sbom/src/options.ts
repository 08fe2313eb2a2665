import { type DeepReadonly, platformId, projectName, workspacePath } from '@basewright/core';
import { z } from 'zod';

const directory = (stage: string): z.ZodType<string> =>
  workspacePath
    .describe(`Directory that ${stage} left.`)
    .meta({ examples: [`dist/images/busybox-glibc/${stage.replace(/ .*/, '')}`] });

const common = {
  outputPath: workspacePath
    .describe('Directory of the stage, relative to the workspace.')
    .meta({ examples: ['dist/images/busybox-glibc/sbom--amd64'] }),
  platform: platformId.describe('Platform of the image.').meta({ examples: ['linux/amd64'] }),
  name: projectName.describe('What the image is called.').meta({ examples: ['busybox-glibc'] }),
  publish: directory('publish of that platform'),
};

const ofBuilt = z.strictObject({
  ...common,
  fetchAndVerify: directory('fetch-and-verify'),
  toolchain: directory('toolchain'),
  compile: directory('compile'),
  setuid: workspacePath
    .optional()
    .describe('Directory that compile left of the BusyBox that is setuid, where there is one.')
    .meta({ examples: ['dist/images/busybox-glibc/compile-setuid--amd64'] }),
  libraryResolve: directory('library-resolve'),
  rootfsAssemble: directory('rootfs-assemble'),
});

const ofDerived = z.strictObject({
  ...common,
  from: z
    .string()
    .describe('What the image is made on, as image.json names it.')
    .meta({ examples: ['busybox-glibc'] }),
  layerAssemble: directory('layer-assemble'),
  base: workspacePath
    .optional()
    .describe(
      'Directory that sbom left of the image that this one is made on, for the same platform. Default: what that is made of is not told.',
    )
    .meta({ examples: ['dist/images/busybox-glibc/sbom--amd64'] }),
});

/**
 * The options of the executor sbom, of an image that is built from source and of one that is made on another; every path is
 * relative to the workspace. schema.json is made of it.
 */
export const sbomOptions = z
  .union([ofBuilt, ofDerived])
  .describe(
    'Write what an image of one platform is made of: sources, patches and the vulnerabilities that these fix, packages, licences, the compiler, and the checksum of every file. Writes sbom.spdx.json (SPDX 2.3) and sbom.cdx.json (CycloneDX 1.6).',
  );

/** {@link sbomOptions}, checked. */
export type SbomOptions = BuiltSbomOptions | DerivedSbomOptions;
/** Those of an image from source. */
export type BuiltSbomOptions = DeepReadonly<z.infer<typeof ofBuilt>>;
/** Those of an image that is made on another. */
export type DerivedSbomOptions = DeepReadonly<z.infer<typeof ofDerived>>;
