import { type DeepReadonly, platformId, projectName, workspacePath } from '@basewright/core';
import { z } from 'zod';

/** The options of the executor report; every path is relative to the workspace. schema.json is made of it. */
export const reportOptions = z
  .strictObject({
    outputPath: workspacePath
      .describe('Directory of the stage, relative to the workspace.')
      .meta({ examples: ['dist/images/busybox-glibc/report'] }),
    name: projectName.describe('What the image is called.').meta({ examples: ['busybox-glibc'] }),
    fetchAndVerify: workspacePath
      .describe('Directory that fetch-and-verify left.')
      .meta({ examples: ['dist/images/busybox-glibc/fetch-and-verify'] }),
    platforms: z
      .array(
        z.strictObject({
          platform: platformId.describe('Platform of the image.').meta({ examples: ['linux/amd64'] }),
          configure: workspacePath
            .describe('Directory that configure left.')
            .meta({ examples: ['dist/images/busybox-glibc/configure--amd64'] }),
          compile: workspacePath
            .describe('Directory that compile left.')
            .meta({ examples: ['dist/images/busybox-glibc/compile--amd64'] }),
          libraryResolve: workspacePath
            .describe('Directory that library-resolve left.')
            .meta({ examples: ['dist/images/busybox-glibc/library-resolve--amd64'] }),
          rootfsAssemble: workspacePath
            .describe('Directory that rootfs-assemble left.')
            .meta({ examples: ['dist/images/busybox-glibc/rootfs-assemble--amd64'] }),
        }),
      )
      .describe('Directories that the stages of each platform left.'),
    accepted: z
      .record(z.string(), z.string())
      .optional()
      .describe('Vulnerabilities that may stay open or unknown, each with the reason.')
      .meta({ examples: [{ 'CVE-2018-1000500': 'wget is only used on the loopback' }] }),
    format: z.enum(['text', 'json']).optional().describe('What is printed; both are written. Default: text.'),
    applets: z.boolean().optional().describe('List the applets by name in the text too.'),
  })
  .describe(
    "Tell what an image holds: BusyBox's version, patches, vulnerabilities that are fixed or left open, applets, libraries, sizes. Writes report.json and report.txt, and prints one of them.",
  );

/** {@link reportOptions}, checked. */
export type ReportOptions = DeepReadonly<z.infer<typeof reportOptions>>;

/** Where the stages of one platform are. */
export type PlatformDirectories = ReportOptions['platforms'][number];
