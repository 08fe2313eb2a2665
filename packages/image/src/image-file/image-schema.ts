import { FINDING_KINDS, type FindingKind, FINDINGS } from '@basewright/contracts';
import { packageName, PLATFORM_IDS, projectName } from '@basewright/core';
import { LIBCS } from '@basewright/libcs';
import { z } from 'zod';

import { builds } from './builds';
import { busybox } from './busybox-schema';
import { created, environment, exposedPort, searchPath, stopSignal, user } from './container-schema';
import { imagePath, rootfs } from './rootfs-schema';
import { OFFICIAL_TAGS, PLACEHOLDERS } from './tag-template';

const program = z.strictObject({
  package: packageName.describe('Debian package that has it.').meta({ examples: ['iproute2'] }),
  path: z
    .string()
    .regex(/^(\/(?!\.{1,2}(\/|$))[^/]+)+$/, 'expected an absolute path without "." and ".."')
    .describe('Where the package has it, a file or a directory, and where it goes; {multiarch} is filled in.')
    .meta({ examples: ['/usr/bin/ip', '/usr/lib/{multiarch}/gconv'] }),
});

/** How a container of the image starts. */
export const image = z
  .strictObject({
    cmd: z
      .array(z.string())
      .default(['sh'])
      .describe('Command and arguments, or arguments of the entrypoint: what docker run replaces.'),
    entrypoint: z
      .array(z.string())
      .optional()
      .describe('Program and arguments that a container always starts.')
      .meta({ examples: [['httpd', '-f']] }),
    env: environment
      .default({})
      .describe(
        'Environment, besides PATH. A variable\'s own name in its value stands for the value it has otherwise: "/opt/bin:$PATH".',
      ),
    path: searchPath.describe(
      'Directories of PATH besides the usual ones, /usr/local/sbin to /bin. In place of env.PATH, not together with it.',
    ),
    created: created
      .optional()
      .describe(
        'When the image was made, which is the time of its own files, too (of those of rootfs.files up to half a year less, by their content): a date, or "git" for the last commit that touched image.json or a file it names. Default: the time of the BusyBox release, or of the base.',
      )
      .meta({ examples: ['2026-01-31T12:00:00Z', 'git'] }),
    workingDir: imagePath.optional().describe('Directory that it starts in. Default: /.'),
    user: user
      .optional()
      .describe('Who it starts as: a user of the image or a number, with a group or without. Default: root.')
      .meta({ examples: ['app', '1600:1600'] }),
    labels: z
      .record(z.string(), z.string())
      .default({})
      .describe('Labels.')
      .meta({ examples: [{ 'org.opencontainers.image.vendor': 'Example' }] }),
    exposedPorts: z
      .array(exposedPort)
      .default([])
      .describe('Ports that the program listens on.')
      .meta({ examples: [['80/tcp', '53/udp']] }),
    volumes: z
      .array(imagePath)
      .default([])
      .describe('Directories for data that outlives a container.')
      .meta({ examples: [['/var/lib/app']] }),
    stopSignal: stopSignal
      .optional()
      .describe('What stop sends. Default: SIGTERM.')
      .meta({ examples: ['SIGQUIT'] }),
  })
  .describe('How a container of it starts: the OCI configuration.')
  .meta({
    examples: [
      { entrypoint: ['httpd', '-f', '-p', '8080'], cmd: ['-h', '/srv'], user: '1600', exposedPorts: ['8080/tcp'] },
    ],
  });

const acceptance = z.strictObject({
  finding: z.enum(FINDING_KINDS as [FindingKind, ...FindingKind[]]).describe(
    `Name of the finding: ${Object.entries(FINDINGS)
      .map(([name, meaning]) => `${name} (${meaning})`)
      .join(', ')}.`,
  ),
  path: imagePath
    .optional()
    .describe('File in the image that it is about, or a directory with all below it. Default: every file.')
    .meta({ examples: ['/srv/bin/serve'] }),
  reason: z.string().regex(/\S/, 'expected why it is right so').describe('Why it is right so.'),
});

/** What every image.json may say, whatever the image is made of. */
export const common = {
  $schema: z.string().optional().describe('Where the schema of this file is, for editors.'),
  name: projectName.optional().describe("The image's and the project's name. Default: the name of the directory."),
  platforms: z
    .array(z.enum(PLATFORM_IDS as [string, ...string[]]))
    .min(1)
    .describe('Platforms to build for, as docker --platform spells them.'),
  registry: z
    .string()
    .optional()
    .describe('Where publish pushes the image: host[:port]/repository; {name} is the name of the image.')
    .meta({ examples: ['localhost:5000/base', 'registry.example.org/team/{name}'] }),
  builds,
  certificates: z
    .array(z.string())
    .default([])
    .describe(
      'Certificates that the image trusts besides those that it does otherwise: files beside image.json, PEM or DER. They come into the bundle, the directory of hashes, and the trust store of Java where there is one, as update-ca-certificates puts them there.',
    )
    .meta({ examples: [['./company-ca.pem']] }),
  accept: z
    .array(acceptance)
    .default([])
    .describe(
      'What publish finds that may keep the image, or a program in it, from starting, and that is right so: a file that is mounted later, say. It is not told, and no error.',
    )
    .meta({
      examples: [[{ finding: 'missing-program', path: '/srv/bin/serve', reason: 'comes with the volume /srv' }]],
    }),
};

/**
 * What an author may write into the image.json of an image built from source; with derivedSchema the only place with
 * defaults. The JSON Schema is made from the two.
 */
export const imageSchema = z
  .strictObject({
    $schema: common.$schema,
    name: common.name,
    libc: z.enum(LIBCS).describe('C library the image is built on.'),
    busybox,
    platforms: common.platforms,
    libraries: z
      .array(z.string())
      .default([])
      .describe(
        'Shared objects to add, with all they need: names or beginnings of names, SONAMEs, absolute paths in Debian, or paths of lists with one such name a line. glibc only.',
      )
      .meta({ examples: [['libstdc++.so.6', 'numa'], ['./lib-requires.txt']] }),
    programs: z
      .array(program)
      .default([])
      .describe('Programs and other files of Debian packages, with all the shared objects they need. glibc only.')
      .meta({ examples: [[{ package: 'iproute2', path: '/usr/bin/ip' }]] }),
    nsswitch: z
      .string()
      .optional()
      .describe(
        'File that becomes /etc/nsswitch.conf; the modules it names are added. Default: files, and DNS for hosts. glibc only.',
      )
      .meta({ examples: ['./nsswitch.conf'] }),
    builds: common.builds,
    rootfs: rootfs.prefault({}),
    image: image.prefault({}),
    certificates: common.certificates,
    accept: common.accept,
    tags: z
      .array(z.string())
      .min(1)
      .default([...OFFICIAL_TAGS])
      .describe(`Tags in a registry; ${PLACEHOLDERS.map((name) => `{${name}}`).join(', ')} are filled in.`)
      .meta({ examples: [['{version}-{libc}', '{libc}']] }),
    registry: common.registry,
    exports: z
      .array(z.enum(['docker-archive', 'tar-xz']))
      .default([])
      .describe('What else publish writes: an archive for docker load, or <name>.tar.xz with a Dockerfile.'),
  })
  .describe('An image that Basewright builds from source.')
  .meta({
    examples: [
      { libc: 'musl', busybox: { version: '1.38.0' }, platforms: ['linux/amd64', 'linux/arm64'], tags: ['{version}'] },
    ],
  });

/** An image as its author wrote it. */
export type WrittenImage = z.input<typeof imageSchema>;
/** An image built from source, with every default filled in. */
export type ImageSpec = z.output<typeof imageSchema>;
