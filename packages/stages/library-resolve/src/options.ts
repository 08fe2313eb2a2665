import { APPLET_PATHS, APPLET_PATHS_TEXT } from '@basewright/contracts';
import { type DeepReadonly, platformId, projectName, workspacePath } from '@basewright/core';
import { debianSettings } from '@basewright/debian';
import { LIBCS } from '@basewright/libcs';
import { z } from 'zod';

/** The options of the executor library-resolve; every path is relative to the workspace. schema.json is made of it. */
export const libraryResolveOptions = z
  .strictObject({
    outputPath: workspacePath
      .describe('Directory the stage is written to, relative to the workspace.')
      .meta({ examples: ['dist/images/busybox-glibc/library-resolve--amd64'] }),
    name: projectName.describe("The image project's name, by which the lock file pins what it asks for."),
    platform: platformId
      .describe('The platform, as `docker --platform` spells it.')
      .meta({ examples: ['linux/amd64', 'linux/arm/v7'] }),
    libc: z
      .enum(LIBCS)
      .describe('The C library of the image. Static images (musl, uclibc) get no shared object.')
      .meta({ examples: ['glibc'] }),
    compile: workspacePath
      .describe('Directory of the compile stage, relative to the workspace.')
      .meta({ examples: ['dist/images/busybox-glibc/compile--amd64'] }),
    setuid: workspacePath
      .optional()
      .describe('Directory of the compile stage of a second BusyBox that is setuid. Default: there is none.')
      .meta({ examples: ['dist/images/busybox-glibc/compile-setuid--amd64'] }),
    appletPaths: z.enum(APPLET_PATHS).optional().describe(APPLET_PATHS_TEXT),
    toolchain: workspacePath
      .optional()
      .describe(
        "Directory of the toolchain stage, relative to the workspace, where programs are linked with libraries of its packages. Default: they are linked with the libc's only.",
      )
      .meta({ examples: ['dist/images/busybox-glibc/toolchain--amd64'] }),
    libraries: z
      .array(
        z.union([z.string().min(1), z.strictObject({ list: workspacePath.describe('File with one name a line.') })]),
      )
      .optional()
      .describe(
        'Libraries besides those the programs need: names or beginnings of names, SONAMEs, absolute paths in Debian; or files with such names.',
      )
      .meta({ examples: [['libstdc++.so.6', { list: 'images/app/lib-requires.txt' }]] }),
    programs: z
      .array(
        z.strictObject({
          package: z
            .string()
            .describe('Name of the Debian package.')
            .meta({ examples: ['iproute2'] }),
          path: z
            .string()
            .regex(/^\//)
            .describe(
              'Absolute path of a file or workspacePath in the package, and in the image; {multiarch} is filled in.',
            )
            .meta({ examples: ['/usr/bin/ip'] }),
        }),
      )
      .optional()
      .describe('Programs and other files of Debian packages. Default: [].')
      .meta({ examples: [[{ package: 'iproute2', path: '/usr/bin/ip' }]] }),
    nsswitch: z
      .string()
      .optional()
      .describe(
        'File that becomes /etc/nsswitch.conf, relative to the workspace; the modules it names are added. Default: files, and DNS for hosts.',
      )
      .meta({ examples: ['images/busybox-glibc-net/nsswitch.conf'] }),
    lockFile: workspacePath
      .describe('The lock file that pins Debian packages, relative to the workspace.')
      .meta({ examples: ['basewright.lock.json'] }),
    strict: z
      .boolean()
      .optional()
      .describe(
        'Fail, instead of warning, when a package is not pinned by the lock file or no longer to be had. Default: false.',
      ),
    debian: debianSettings.optional(),
  })
  .describe('Finds every shared object the programs need, by reading ELF headers, and says who needs each.');

/** {@link libraryResolveOptions}, checked. */
export type LibraryResolveOptions = DeepReadonly<z.infer<typeof libraryResolveOptions>>;
