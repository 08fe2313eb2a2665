import { packageName } from '@basewright/core';
import { z } from 'zod';

import { environment, searchPath } from './container-schema';
import { common, image } from './image-schema';
import { imagePath, rootfs } from './rootfs-schema';

const container = z
  .strictObject({
    ...image.shape,
    cmd: z
      .array(z.string())
      .optional()
      .describe("Default: the base's, unless there is an entrypoint here: then none, as in a Dockerfile."),
    entrypoint: z.array(z.string()).optional().describe("Default: the base's; an empty list takes it away."),
    env: environment
      .default({})
      .describe(
        'Environment, added to the base\'s. A variable\'s own name in its value stands for the value of the base: "/opt/bin:$PATH".',
      ),
    path: searchPath.describe(
      'Directories of PATH besides those of the base. In place of env.PATH, not together with it.',
    ),
  })
  .describe('How a container of it starts: what is said here goes before what the base says.')
  .meta({ examples: [{ entrypoint: ['nginx', '-g', 'daemon off;'], user: 'www-data', exposedPorts: ['8080/tcp'] }] });

/** What an author may write into the image.json of an image that is made on another. */
export const derivedSchema = z
  .strictObject({
    ...common,
    from: z
      .string()
      .describe(
        'What the image is made on: another image project, or an image elsewhere, pinned by the digest of its manifest or index.',
      )
      .meta({
        examples: ['busybox-glibc', 'docker.io/library/alpine:3.22@sha256:…', 'oci:./layout@sha256:…'],
      }),
    packages: z
      .array(packageName)
      .default([])
      .describe(
        'Debian packages to add, with all they depend on: without maintainer scripts, documentation and services, and with their entries in the database that scanners read.',
      )
      .meta({ examples: [['ca-certificates', 'tzdata']] }),
    withoutPackages: z
      .array(packageName)
      .default([])
      .describe('Packages to leave out although those depend on them, with what only they need.')
      .meta({ examples: [['openssl']] }),
    needs: z
      .enum(['add', 'name'])
      .default('add')
      .describe(
        'Libraries that programs among rootfs.files need and that the base has not: "add" adds the Debian packages that have them, "name" lets publish name them.',
      ),
    essential: z
      .boolean()
      .default(true)
      .describe(
        'With packages comes what they need of those that every Debian has: descriptions of terminals where something links ncurses, the locale C.UTF-8 where something sets a locale, ldconfig and its cache where something asks them for libraries, the common files of PAM where a service includes them.',
      ),
    distroless: z
      .boolean()
      .default(false)
      .describe(
        'Layers of its own only: base and what is added, without BusyBox, its links, shells and package managers. Fails when something left needs them.',
      ),
    withoutFiles: z
      .array(imagePath)
      .default([])
      .describe('Paths of the base that a distroless image goes without, too, each with all below it.')
      .meta({ examples: [['/docker-entrypoint.sh']] }),
    rootfs: rootfs
      .omit({ appletLinks: true, appletPaths: true })
      .prefault({})
      .describe('What is added to the tree of the base.')
      .meta({
        examples: [{ files: [{ source: './site', path: '/srv/www' }], directories: [{ path: '/var/cache/nginx' }] }],
      }),
    image: container.prefault({}),
    tags: z.array(z.string()).min(1).default(['latest']).describe('Tags in a registry.'),
    exports: z
      .array(z.enum(['docker-archive']))
      .default([])
      .describe('What else publish writes: an archive for docker load.'),
  })
  .describe(
    'An image that is made on another: its layers stay as they are, and one of packages and one of files are added; a distroless image has layers of its own only.',
  )
  .meta({
    examples: [
      { from: 'busybox-glibc', platforms: ['linux/amd64', 'linux/arm64'], packages: ['nginx-light'], distroless: true },
    ],
  });

/** A derived image with every default filled in. */
export type DerivedSpec = z.output<typeof derivedSchema>;
