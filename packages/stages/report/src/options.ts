import { type DeepReadonly, platformId, projectName, workspacePath } from '@basewright/core';
import { z } from 'zod';

const common = {
  outputPath: workspacePath
    .describe('Directory of the stage, relative to the workspace.')
    .meta({ examples: ['dist/images/busybox-glibc/report'] }),
  name: projectName.describe('What the image is called.').meta({ examples: ['busybox-glibc'] }),
  format: z.enum(['text', 'json']).optional().describe('What is printed; both are written. Default: text.'),
};

const platform = platformId.describe('Platform of the image.').meta({ examples: ['linux/amd64'] });

const ofBuilt = z.strictObject({
  ...common,
  fetchAndVerify: workspacePath
    .describe('Directory that fetch-and-verify left.')
    .meta({ examples: ['dist/images/busybox-glibc/fetch-and-verify'] }),
  platforms: z
    .array(
      z.strictObject({
        platform,
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
        libraryResolve: workspacePath
          .describe('Directory that library-resolve left.')
          .meta({ examples: ['dist/images/busybox-glibc/library-resolve--amd64'] }),
        rootfsAssemble: workspacePath
          .describe('Directory that rootfs-assemble left.')
          .meta({ examples: ['dist/images/busybox-glibc/rootfs-assemble--amd64'] }),
      }),
    )
    .describe('Directories that the stages of each platform left, of an image from source.'),
  accepted: z
    .record(z.string(), z.string())
    .optional()
    .describe('Vulnerabilities that may stay open or unknown, each with the reason.')
    .meta({ examples: [{ 'CVE-2018-1000500': 'wget is only used on the loopback' }] }),
  applets: z.boolean().optional().describe('List the applets by name in the text too.'),
});

const ofDerived = z.strictObject({
  ...common,
  from: z
    .string()
    .describe('What the image is made on, as image.json names it.')
    .meta({ examples: ['busybox-glibc'] }),
  layers: z
    .array(
      z.strictObject({
        platform,
        directory: workspacePath
          .describe('Directory that layer-assemble left.')
          .meta({ examples: ['dist/images/runtime-glibc/layer-assemble--amd64'] }),
      }),
    )
    .describe('Directories that layer-assemble left for each platform, of an image that is made on another.'),
});

/**
 * The options of the executor report, of an image that is built from source and of one that is made on another; every path
 * is relative to the workspace. schema.json is made of it.
 */
export const reportOptions = z
  .union([ofBuilt, ofDerived])
  .describe(
    "Tell what an image holds: BusyBox's version, patches, vulnerabilities that are fixed or left open, applets, libraries, sizes; of one that is made on another its packages and layers, and what went. Writes report.json and report.txt, and prints one of them.",
  );

/** {@link reportOptions}, checked. */
export type ReportOptions = BuiltReportOptions | DerivedReportOptions;
/** Those of an image from source. */
export type BuiltReportOptions = DeepReadonly<z.infer<typeof ofBuilt>>;
/** Those of an image that is made on another. */
export type DerivedReportOptions = DeepReadonly<z.infer<typeof ofDerived>>;
/** Where the stages of one platform of an image from source are. */
export type PlatformDirectories = BuiltReportOptions['platforms'][number];
