import { join } from 'node:path';

import { accessOptions, isThisMachine, type RegistryAccess, skopeo } from '@basewright/oci';

import { type ImageSource } from './image-source';
import { type BaseOptions } from './options';

/** An image in a registry, read with skopeo. Throws what skopeo's failure comes to: DENIED, UNREACHABLE, NOT_FOUND. */
export function fromRegistry(options: BaseOptions & { readonly repository: string }, workspace: string): ImageSource {
  const { repository, name, certDir } = options;
  const access: RegistryAccess = {
    repository,
    insecure: options.insecure ?? (certDir === undefined && isThisMachine(repository)),
    certDir: certDir === undefined ? null : join(workspace, certDir),
  };
  const call = { way: 'pull', what: `the base of ${name} ("from")`, repository, cwd: workspace } as const;
  return {
    manifest: async (digest) => {
      const args = ['inspect', '--raw', ...accessOptions(access), `docker://${repository}@${digest}`];
      return Buffer.from(await skopeo({ ...call, args }));
    },
    blobs: async (manifest, _digests, directory) => {
      const from = `docker://${repository}@${manifest}`;
      // The transport dir takes every kind of manifest as it is; an OCI layout would make docker's another.
      await skopeo({
        ...call,
        args: ['copy', '--preserve-digests', ...accessOptions(access, 'src'), from, `dir:${directory}`],
      });
    },
  };
}
