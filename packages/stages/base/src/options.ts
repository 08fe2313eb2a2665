import { type DeepReadonly, digest, platformId, projectName, workspacePath } from '@basewright/core';
import { z } from 'zod';

/** The options of the executor base; every path is relative to the workspace. schema.json is made of it. */
export const baseOptions = z
  .strictObject({
    outputPath: workspacePath
      .describe('Directory this stage writes, relative to the workspace. It is replaced as a whole.')
      .meta({ examples: ['dist/images/app/base--amd64'] }),
    platform: platformId
      .describe('Platform, as `docker --platform` spells it.')
      .meta({ examples: ['linux/amd64', 'linux/arm/v7'] }),
    name: projectName.describe('Name of the image project that is made on it.').meta({ examples: ['app'] }),
    digest: digest.describe("Digest of the image's manifest, or of an index that lists it."),
    repository: z
      .string()
      .optional()
      .describe(
        'Repository the image is in, as host[:port]/repository. Either this or layout. Credentials are those of docker, podman and skopeo.',
      )
      .meta({ examples: ['localhost:5000/base', 'docker.io/library/alpine'] }),
    layout: z
      .string()
      .optional()
      .describe('Directory of the OCI layout the image is in, relative to the workspace or absolute.')
      .meta({ examples: ['images/app/layout'] }),
    insecure: z
      .boolean()
      .optional()
      .describe(
        'Allow the registry plain HTTP and certificates that cannot be verified. Default: only when it is on this machine and no certDir is given.',
      ),
    certDir: z
      .string()
      .optional()
      .describe(
        "Directory with the registry's CA (*.crt) and client certificate (*.cert, *.key), relative to the workspace.",
      )
      .meta({ examples: ['certs'] }),
  })
  .describe(
    'Fetch the image that another one is made on, of one platform and pinned by digest, from a registry or an OCI layout, and leave it as a layout in <outputPath>/oci. It is kept in the store by digest.',
  );

/** {@link baseOptions}, checked. */
export type BaseOptions = DeepReadonly<z.infer<typeof baseOptions>>;
