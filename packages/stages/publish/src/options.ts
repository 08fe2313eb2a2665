import { acceptance } from '@basewright/contracts';
import { type DeepReadonly, platformId, projectName, workspacePath } from '@basewright/core';
import { debianSettings } from '@basewright/debian';
import { type materialiseRoot } from '@basewright/sandbox';
import { z } from 'zod';

import { builtBusybox } from './vulnerabilities/built-busybox';

/** Where the packages of the toolchain's roots come from. */
export type PackageSettings = Parameters<typeof materialiseRoot>[1];

/** The options of the executor publish; every path is relative to the workspace. schema.json is made of it. */
export const publishOptions = z
  .strictObject({
    outputPath: workspacePath
      .describe('Directory this stage writes, relative to the workspace. It is replaced as a whole.')
      .meta({ examples: ['dist/images/busybox-glibc/publish', 'dist/images/busybox-glibc/publish--amd64'] }),
    name: projectName
      .describe('Name of the image project: the annotation title, and the repository of `docker load`.')
      .meta({ examples: ['busybox-glibc'] }),
    rootfs: z
      .array(
        z.strictObject({
          platform: platformId
            .describe('Platform, as `docker --platform` spells it.')
            .meta({ examples: ['linux/amd64', 'linux/arm/v7'] }),
          directory: workspacePath
            .describe(
              'Directory of the stage rootfs-assemble; with a base, of the stage layer-assemble. Relative to the workspace.',
            )
            .meta({ examples: ['dist/images/busybox-glibc/rootfs-assemble--amd64'] }),
          base: workspacePath
            .optional()
            .describe(
              'Directory of what the image is made on: the stage publish of that platform of another project, or the stage base.',
            )
            .meta({ examples: ['dist/images/busybox-glibc/publish--amd64'] }),
        }),
      )
      .min(1)
      .describe(
        'Where the layers of each platform are. One gives a layout of one manifest, several a layout of an image index.',
      )
      .meta({
        examples: [[{ platform: 'linux/amd64', directory: 'dist/images/busybox-glibc/rootfs-assemble--amd64' }]],
      }),
    toolchain: workspacePath
      .optional()
      .describe(
        'Directory of the toolchain stage of the first platform in `rootfs`; its pack root holds the xz that `tarXz` needs.',
      )
      .meta({ examples: ['dist/images/busybox-glibc/toolchain--amd64'] }),
    config: z
      .strictObject({
        cmd: z
          .array(z.string())
          .optional()
          .describe('Default command, or arguments of the entrypoint.')
          .meta({ examples: [['sh']] }),
        entrypoint: z
          .array(z.string())
          .optional()
          .describe('Program that always runs, with its first arguments.')
          .meta({ examples: [['/usr/bin/app']] }),
        env: z
          .record(z.string(), z.string())
          .optional()
          .describe(
            'Environment variables. PATH defaults to /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin.',
          )
          .meta({ examples: [{ LANG: 'C.UTF-8' }] }),
        workingDir: z
          .string()
          .optional()
          .describe('Absolute path a container starts in.')
          .meta({ examples: ['/srv'] }),
        user: z
          .string()
          .optional()
          .describe('User, and group after a colon: names or numbers.')
          .meta({ examples: ['1000', 'app:app'] }),
        labels: z
          .record(z.string(), z.string())
          .optional()
          .describe("Labels of the image's configuration.")
          .meta({ examples: [{ vendor: 'Example' }] }),
        exposedPorts: z
          .array(z.string())
          .optional()
          .describe('Ports the program listens on; tcp where no protocol is given.')
          .meta({ examples: [['80', '53/udp']] }),
        volumes: z
          .array(z.string())
          .optional()
          .describe("Absolute paths of directories whose content is the user's.")
          .meta({ examples: [['/data']] }),
        stopSignal: z
          .string()
          .optional()
          .describe('Signal that asks the program to end: a name or a number.')
          .meta({ examples: ['SIGTERM'] }),
      })
      .optional()
      .describe('How a container of the image starts. Default: {}.'),
    accept: z
      .array(acceptance)
      .optional()
      .describe(
        'What may keep the image from starting and is right so, with the reason: it is not told, and no error. Default: [].',
      ),
    annotations: z
      .record(z.string(), z.string())
      .optional()
      .describe(
        'Annotations of the manifests and the index, besides title, version and created, over which they win. Default: {}.',
      )
      .meta({ examples: [{ 'org.opencontainers.image.url': 'https://example.org' }] }),
    refName: z
      .string()
      .optional()
      .describe(
        'Name of the image in its layout (annotation org.opencontainers.image.ref.name), and in `docker load`. Default: <name>:latest.',
      )
      .meta({ examples: ['busybox-glibc:1.38.0-glibc', 'glibc'] }),
    dockerArchive: z
      .boolean()
      .optional()
      .describe(
        'Also write what `docker load` reads: docker-archive.tar, or docker-archive/<platform>.tar when there are several platforms. Default: false.',
      ),
    tarXz: z
      .boolean()
      .optional()
      .describe(
        'Also write <name>.tar.xz and a Dockerfile into tar-xz, or tar-xz/<platform> when there are several platforms. Default: false.',
      ),
    registry: z
      .string()
      .optional()
      .describe(
        "Repository to push to, as host[:port]/repository; {name} stands for the name of the image. Without it, and when it is empty, nothing is pushed. Wins over BASEWRIGHT_REGISTRY, that over image.json, that over the plugin's options. Credentials are those of docker, podman and skopeo.",
      )
      .meta({ examples: ['localhost:5000/base', 'registry.example.org/team/{name}'] }),
    tags: z
      .array(z.string())
      .optional()
      .describe(
        'Tags that a push gives the image, last of all. Default: those of image.json for the index of all platforms; none for one platform, which only its digest names.',
      )
      .meta({ examples: [['1.38.0-glibc', 'glibc']] }),
    insecure: z
      .boolean()
      .optional()
      .describe(
        'Allow the registry plain HTTP and certificates that cannot be verified. Default: only when the registry is on this machine and no certDir is given.',
      ),
    certDir: z
      .string()
      .optional()
      .describe(
        "Directory with the registry's CA (*.crt) and client certificate (*.cert, *.key), relative to the workspace. Default: those of the system, and of /etc/containers/certs.d/<host>.",
      )
      .meta({ examples: ['certs'] }),
    busybox: builtBusybox
      .optional()
      .describe("What the image's own BusyBox was built by, for failOnOpen. Default: it has none of its own."),
    failOnOpen: z
      .boolean()
      .optional()
      .describe(
        'Publish nothing whose BusyBox has a known vulnerability that is open, or unknown, and that image.json does not accept. The layout is written all the same. Default: false.',
      ),
    debian: debianSettings.optional(),
  })
  .describe(
    'Write the layers of one or many platforms as an OCI image layout in <outputPath>/oci, checked by computing every digest again; on request also as docker-archive.tar and as <name>.tar.xz with a Dockerfile. With a registry, push it: every platform by digest, the index, the tags. Reads the stage rootfs-assemble.',
  );

/** {@link publishOptions}, checked. */
export type PublishOptions = DeepReadonly<z.infer<typeof publishOptions>>;

/** Where the layers of one platform are. */
export type RootfsOption = PublishOptions['rootfs'][number];

/** What a push goes by. */
export type PushOptions = Pick<PublishOptions, 'outputPath' | 'name' | 'registry' | 'tags' | 'insecure' | 'certDir'>;

/** The name in the layout of an image whose options give none. */
export function refNameOf({ name, refName }: Pick<PublishOptions, 'name' | 'refName'>): string {
  return refName ?? `${name}:latest`;
}
