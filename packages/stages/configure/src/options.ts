import { type DeepReadonly, fileName, platformId, workspacePath } from '@basewright/core';
import { debianSettings } from '@basewright/debian';
import { LIBCS } from '@basewright/libcs';
import { z } from 'zod';

import { UNICODE_WORDS } from './unicode-requests';

/** The options of the executor configure; every path is relative to the workspace. schema.json is made of it. */
export const configureOptions = z
  .strictObject({
    outputPath: workspacePath
      .describe('Directory this stage writes, relative to the workspace. It is replaced as a whole.')
      .meta({ examples: ['dist/images/busybox-glibc/configure--amd64'] }),
    platform: platformId
      .describe('Platform, as `docker --platform` spells it.')
      .meta({ examples: ['linux/amd64', 'linux/arm/v7'] }),
    libc: z
      .enum(LIBCS)
      .describe(
        'The C library BusyBox is built on; what BusyBox needs to be told for it is asked for before everything else.',
      ),
    base: workspacePath
      .optional()
      .describe(
        'What the requests are laid over: `defconfig`, `allnoconfig`, or the path of a full .config, relative to the workspace. Default: "defconfig".',
      )
      .meta({ examples: ['defconfig', 'allnoconfig', 'images/router/full.config'] }),
    listLost: z
      .boolean()
      .optional()
      .describe(
        'Print which settings of a full .config have no effect in this release. The plugin asks one platform of an image to. Default: true.',
      ),
    unicode: z
      .enum(UNICODE_WORDS)
      .optional()
      .describe(
        'Characters that ls, line editing and others show: with `wide` those of two columns and combining ones, too, which are `?` otherwise. Asked for before the fragments. Default: what the base says.',
      ),
    fragments: z
      .array(z.string())
      .optional()
      .describe(
        'Kconfig fragments (`CONFIG_A=y`, `# CONFIG_B is not set`), relative to the workspace; a later one overrules an earlier one. Default: [].',
      )
      .meta({ examples: [['images/busybox-glibc/busybox.config']] }),
    set: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .optional()
      .describe(
        'Symbols to set, with or without `CONFIG_`, over the fragments. `true` and `false` stand for y and n. Default: {}.',
      )
      .meta({ examples: [{ INOTIFYD: true, LAST_SUPPORTED_WCHAR: 0 }] }),
    unset: z
      .array(z.string())
      .optional()
      .describe('Symbols to switch off, over everything else. Default: [].')
      .meta({ examples: [['FEATURE_SYNC_FANCY', 'CONFIG_TC']] }),
    setuid: z
      .array(fileName)
      .min(1)
      .optional()
      .describe(
        'Configure a second BusyBox, one that is setuid root: with these applets of the base alone, and nothing that they do not need. Default: the only one.',
      )
      .meta({ examples: [['su', 'ping']] }),
    fetchAndVerify: workspacePath
      .describe('Directory of the stage fetch-and-verify.')
      .meta({ examples: ['dist/images/busybox-glibc/fetch-and-verify'] }),
    toolchain: workspacePath
      .describe('Directory of the stage toolchain.')
      .meta({ examples: ['dist/images/busybox-glibc/toolchain--amd64'] }),
    debian: debianSettings.optional(),
  })
  .describe(
    'Settle a complete BusyBox .config from a base, Kconfig fragments and single symbols, and verify that every request holds. Reads the stages fetch-and-verify and toolchain; leaves .config, autoconf.h and requests.json.',
  );

/** {@link configureOptions}, checked. */
export type ConfigureOptions = DeepReadonly<z.infer<typeof configureOptions>>;
