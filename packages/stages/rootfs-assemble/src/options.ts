import { APPLET_PATHS, APPLET_PATHS_TEXT } from '@basewright/contracts';
import { type DeepReadonly, platformId, projectName, workspacePath } from '@basewright/core';
import { debianSettings } from '@basewright/debian';
import { LIBCS } from '@basewright/libcs';
import { createdOption, writtenOptions } from '@basewright/tree';
import { z } from 'zod';

import { type AppletLinks } from './applet-links';

/** The options of the executor rootfs-assemble; every path is relative to the workspace. schema.json is made of it. */
export const rootfsAssembleOptions = z
  .strictObject({
    outputPath: workspacePath
      .describe('Directory this stage writes, relative to the workspace. It is replaced as a whole.')
      .meta({ examples: ['dist/images/busybox-glibc/rootfs-assemble--amd64'] }),
    platform: platformId
      .describe('Platform, as `docker --platform` spells it.')
      .meta({ examples: ['linux/amd64', 'linux/arm/v7'] }),
    libc: z.enum(LIBCS).describe('The C library the programs were built on.'),
    compile: workspacePath
      .describe('Directory of the stage compile.')
      .meta({ examples: ['dist/images/busybox-glibc/compile--amd64'] }),
    setuid: workspacePath
      .optional()
      .describe(
        'Directory of the stage compile of a second BusyBox, which becomes /bin/busybox.suid: its applets are links to that. Default: there is none.',
      )
      .meta({ examples: ['dist/images/busybox-glibc/compile-setuid--amd64'] }),
    libraryResolve: workspacePath
      .describe('Directory of the stage library-resolve.')
      .meta({ examples: ['dist/images/busybox-glibc/library-resolve--amd64'] }),
    toolchain: workspacePath
      .describe('Directory of the stage toolchain; its pack root holds the compressor.')
      .meta({ examples: ['dist/images/busybox-glibc/toolchain--amd64'] }),
    name: projectName
      .describe('Name of the image project: IMAGE_ID in /etc/os-release.')
      .meta({ examples: ['busybox-glibc'] }),
    appletLinks: z
      .enum(['hard', 'symbolic'])
      .optional()
      .describe('How applets become names of /bin/busybox: hard links, or relative symbolic links. Default: "hard".'),
    appletPaths: z.enum(APPLET_PATHS).optional().describe(APPLET_PATHS_TEXT),
    users: writtenOptions.users,
    groups: writtenOptions.groups,
    files: writtenOptions.files,
    builds: writtenOptions.builds,
    certificates: writtenOptions.certificates,
    links: writtenOptions.links,
    directories: writtenOptions.directories,
    created: createdOption,
    debian: debianSettings.optional(),
  })
  .describe(
    'Plan the root file system of an image and write it as one deterministic, compressed layer. Reads the stages compile, library-resolve and toolchain; leaves layer.tar, layer.tar.gz and listing.txt.',
  );

/** {@link rootfsAssembleOptions}, checked. */
export type RootfsAssembleOptions = DeepReadonly<z.infer<typeof rootfsAssembleOptions>>;

/** How applets are linked when the image does not say: see docs/decisions/0003-applet-links.md. */
export const DEFAULT_APPLET_LINKS: AppletLinks = 'hard';
