import { type DeepReadonly, packageName, platformId, projectName, workspacePath } from '@basewright/core';
import { debianSettings } from '@basewright/debian';
import { createdOption, writtenOptions } from '@basewright/tree';
import { z } from 'zod';

/** The options of the executor layer-assemble; every path is relative to the workspace. schema.json is made of it. */
export const layerAssembleOptions = z
  .strictObject({
    outputPath: workspacePath
      .describe('Directory this stage writes, relative to the workspace. It is replaced as a whole.')
      .meta({ examples: ['dist/images/app/layer-assemble--amd64'] }),
    platform: platformId
      .describe('Platform, as `docker --platform` spells it.')
      .meta({ examples: ['linux/amd64', 'linux/arm/v7'] }),
    name: projectName.describe('Name of the image project.').meta({ examples: ['app'] }),
    base: workspacePath
      .describe(
        'What the layer is for: directory of the stage publish of that platform of another project, or of the stage base.',
      )
      .meta({ examples: ['dist/images/busybox-glibc/publish--amd64'] }),
    users: writtenOptions.users,
    groups: writtenOptions.groups,
    files: writtenOptions.files,
    builds: writtenOptions.builds,
    certificates: writtenOptions.certificates,
    links: writtenOptions.links,
    directories: writtenOptions.directories,
    packages: z
      .array(packageName)
      .optional()
      .describe(
        'Debian packages to add, with all they depend on, without maintainer scripts, documentation and services; each has an entry in /var/lib/dpkg/status.d. Default: [].',
      )
      .meta({ examples: [['ca-certificates', 'tzdata']] }),
    withoutPackages: z
      .array(packageName)
      .optional()
      .describe('Packages to leave out although those depend on them, with what only they need. Default: [].')
      .meta({ examples: [['openssl']] }),
    needs: z
      .enum(['add', 'name'])
      .optional()
      .describe(
        'Libraries that files need and that the base has not: add Debian\'s packages that have them, or leave it to publish to name them. Default: "add".',
      ),
    essential: z
      .boolean()
      .optional()
      .describe(
        'Add what the packages need of those that every Debian has: descriptions of terminals, the locale C.UTF-8, ldconfig and its cache, the common files of PAM. Default: true.',
      ),
    distroless: z
      .boolean()
      .optional()
      .describe(
        'Give the image layers of its own only: base and what is added, without BusyBox, its links, shells and package managers. Fails when something left needs them. Default: false.',
      ),
    withoutFiles: z
      .array(z.string().regex(/^\/./))
      .optional()
      .describe(
        'Absolute paths of the base that go too, each with all below it; of a distroless image only. Default: [].',
      )
      .meta({ examples: [['/docker-entrypoint.sh']] }),
    config: z
      .strictObject({
        entrypoint: z.array(z.string()).optional(),
        cmd: z.array(z.string()).optional(),
        env: z.record(z.string(), z.string()).optional(),
        workingDir: z.string().optional(),
      })
      .optional()
      .describe(
        'How a container starts, over what the base says; used of a distroless image only, to see that it can.',
      ),
    lockFile: workspacePath
      .describe(
        'File that pins the packages and the compressor, relative to the workspace. A missing file pins nothing.',
      )
      .meta({ examples: ['basewright.lock.json'] }),
    strict: z
      .boolean()
      .optional()
      .describe(
        "Fail where the lock file cannot be kept, instead of taking the suite's current packages with a warning. Default: false.",
      ),
    created: createdOption,
    debian: debianSettings.optional(),
  })
  .describe(
    "Plan what an image adds to the one it is made on, and write it as one deterministic, compressed layer. Reads the stage publish of the other image's project, or the stage base; leaves layer.tar.gz, listing.txt and the list of all layers.",
  );

/** {@link layerAssembleOptions}, checked. */
export type LayerAssembleOptions = DeepReadonly<z.infer<typeof layerAssembleOptions>>;
