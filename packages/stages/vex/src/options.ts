import { type DeepReadonly, platformId, projectName, workspacePath } from '@basewright/core';
import { z } from 'zod';

const directory = (stage: string): z.ZodType<string> =>
  workspacePath
    .describe(`Directory that ${stage} left.`)
    .meta({ examples: [`dist/images/busybox-glibc/${stage}--amd64`] });

const common = {
  outputPath: workspacePath
    .describe('Directory of the stage, relative to the workspace.')
    .meta({ examples: ['dist/images/busybox-glibc/vex--amd64'] }),
  platform: platformId.describe('Platform of the image.').meta({ examples: ['linux/amd64'] }),
  name: projectName.describe('What the image is called.').meta({ examples: ['busybox-glibc'] }),
  sbom: directory('sbom'),
};

const ofBuilt = z.strictObject({
  ...common,
  fetchAndVerify: workspacePath
    .describe('Directory that fetch-and-verify left.')
    .meta({ examples: ['dist/images/busybox-glibc/fetch-and-verify'] }),
  configure: directory('configure'),
  compile: directory('compile'),
});

const ofDerived = z.strictObject({
  ...common,
  base: workspacePath
    .optional()
    .describe(
      'Directory that vex left of the image that this one is made on, for the same platform. Default: nothing is known of its BusyBox.',
    )
    .meta({ examples: ['dist/images/busybox-glibc/vex--amd64'] }),
});

/**
 * The options of the executor vex, of an image that is built from source and of one that is made on another; every path is
 * relative to the workspace. schema.json is made of it.
 */
export const vexOptions = z
  .union([ofBuilt, ofDerived])
  .describe(
    "Write what BusyBox's known vulnerabilities are to an image of one platform: fixed by a patch, not affected since the code is not in it, or affected, with what would close it. Writes vex.openvex.json (OpenVEX 0.2.0).",
  );

/** {@link vexOptions}, checked. */
export type VexOptions = BuiltVexOptions | DerivedVexOptions;
/** Those of an image from source. */
export type BuiltVexOptions = DeepReadonly<z.infer<typeof ofBuilt>>;
/** Those of an image that is made on another. */
export type DerivedVexOptions = DeepReadonly<z.infer<typeof ofDerived>>;
