import { LIBCS, PLATFORM_IDS } from '@basewright/core';
import { z } from 'zod';

import { PROJECT_NAME } from './base-reference';
import { OFFICIAL_TAGS, PLACEHOLDERS } from './tag-template';

const mode = z.string().regex(/^0?[0-7]{3,4}$/, 'expected an octal mode such as "0644"');
const owner = z
  .string()
  .describe('Owner in the image: a user name, or "uid:gid".')
  .meta({ examples: ['nobody', '1000:1000'] });
/** An absolute path in an image. */
export const imagePath = z
  .string()
  .regex(/^(\/(?!\.{1,2}(\/|$))[^/]*)+$/, 'expected an absolute path in the image, without "." and ".."');
const symbolValue = z.union([z.string(), z.int(), z.boolean()]);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hexadecimal digits');

const busybox = z
  .strictObject({
    version: z
      .string()
      .describe('BusyBox release.')
      .meta({ examples: ['1.38.0'] }),
    sha256: sha256.optional().describe('Digest of the tarball; needed only for a release Basewright does not know.'),
    mirrors: z
      .array(z.string())
      .optional()
      .describe('Where the tarball is; needed only for a release Basewright does not know.'),
    base: z
      .string()
      .default('defconfig')
      .describe('What the configuration starts from: "defconfig", "allnoconfig", or a file with a full .config.'),
    config: z.array(z.string()).default([]).describe("Kconfig fragments, in Kconfig's own notation; later ones win."),
    set: z
      .record(z.string(), symbolValue)
      .default({})
      .describe('Symbols to set, after the fragments.')
      .meta({ examples: [{ LAST_SUPPORTED_WCHAR: 0 }] }),
    unset: z
      .array(z.string())
      .default([])
      .describe('Symbols to switch off, after the fragments.')
      .meta({ examples: [['FEATURE_SYNC_FANCY']] }),
    patches: z
      .array(z.string())
      .default([])
      .describe('Patches on top of those Basewright carries, as files or globs; applied with patch -p1 in this order.'),
    withoutFixes: z
      .array(z.string())
      .default([])
      .describe('Vulnerabilities to leave open, knowingly: by default every known fix for the release is applied.')
      .meta({ examples: [['CVE-2025-60876']] }),
  })
  .describe('Which BusyBox, configured how.');

const user = z.strictObject({
  name: z.string(),
  uid: z.int().nonnegative(),
  gid: z.int().nonnegative().optional().describe('Default: a group of its own, with the number of the user.'),
  home: imagePath.default('/nonexistent'),
  shell: imagePath.default('/bin/false'),
  gecos: z.string().optional(),
});

const group = z.strictObject({
  name: z.string(),
  gid: z.int().nonnegative(),
  members: z.array(z.string()).default([]),
});

const file = z.strictObject({
  source: z.string().describe('File or directory beside image.json.'),
  path: imagePath.describe('Where it goes in the image.'),
  mode: mode.optional().describe('Permission bits; default: 0644, or 0755 when the source is executable.'),
  owner: owner.optional(),
});

const directory = z.strictObject({ path: imagePath, mode: mode.optional(), owner: owner.optional() });

const program = z.strictObject({
  package: z
    .string()
    .regex(/^[a-z0-9][a-z0-9+.-]+$/, 'expected the name of a Debian package')
    .describe('Debian package that has it.')
    .meta({ examples: ['iproute2'] }),
  path: z
    .string()
    .regex(/^(\/(?!\.{1,2}(\/|$))[^/]+)+$/, 'expected an absolute path without "." and ".."')
    .describe('Where the package has it, a file or a directory, and where it goes; {multiarch} is filled in.')
    .meta({ examples: ['/usr/bin/ip', '/usr/lib/{multiarch}/gconv'] }),
});

/** What an author may add to the tree of an image. */
export const rootfs = z
  .strictObject({
    appletLinks: z.enum(['hard', 'symbolic']).optional().describe('How applets point to /bin/busybox.'),
    users: z.array(user).default([]),
    groups: z.array(group).default([]),
    files: z.array(file).default([]).describe('Plain files to copy in.'),
    links: z.record(imagePath, z.string()).default({}).describe('Symbolic links: path to target.'),
    directories: z.array(directory).default([]),
  })
  .describe('What the tree holds besides BusyBox and its libraries.');

/** How a container of the image starts. */
export const image = z
  .strictObject({
    cmd: z.array(z.string()).default(['sh']),
    entrypoint: z.array(z.string()).optional(),
    env: z.record(z.string(), z.string()).default({}).describe('Environment, besides PATH.'),
    workingDir: imagePath.optional(),
    user: z.string().optional(),
    labels: z.record(z.string(), z.string()).default({}),
    exposedPorts: z
      .array(z.string())
      .default([])
      .meta({ examples: [['80/tcp']] }),
    volumes: z.array(imagePath).default([]),
    stopSignal: z.string().optional(),
  })
  .describe('The OCI configuration.');

/** What every image.json may say, whatever the image is made of. */
export const common = {
  $schema: z.string().optional(),
  name: z
    .string()
    .regex(PROJECT_NAME, 'expected lower-case letters, digits and single separators')
    .optional()
    .describe("The image's and the project's name. Default: the name of the directory."),
  platforms: z
    .array(z.enum(PLATFORM_IDS as [string, ...string[]]))
    .min(1)
    .describe('Platforms to build for, as docker --platform spells them.'),
  registry: z
    .string()
    .optional()
    .describe('Where publish pushes the image: host[:port]/repository; {name} is the name of the image.')
    .meta({ examples: ['localhost:5000/base', 'registry.example.org/team/{name}'] }),
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
    rootfs: rootfs.prefault({}),
    image: image.prefault({}),
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
  .describe('An image that Basewright builds from source.');

/** An image as its author wrote it. */
export type WrittenImage = z.input<typeof imageSchema>;
/** An image built from source, with every default filled in. */
export type ImageSpec = z.output<typeof imageSchema>;
