import { join } from 'node:path';

import { LONGEST_DOCUMENT } from '../documents/types';
import { accessOptions, isThisMachine, type RegistryAccess } from '../registry/registry-access';
import { skopeo, type SkopeoCall } from '../registry/skopeo';
import { type ImageSource, type PullRequest } from './image-source';

/** A repository, and how to get there. */
export type Repository = Pick<PullRequest, 'insecure' | 'certDir'> & { readonly repository: string };

/** An image in a registry, read with skopeo. Throws what skopeo's failure comes to: DENIED, UNREACHABLE, NOT_FOUND. */
export function fromRegistry(options: Repository & Pick<PullRequest, 'name'>, workspace: string): ImageSource {
  const { repository, name } = options;
  const what = `the base of ${name} ("from")`;
  return {
    manifest: (digest) => rawManifest(options, `@${digest}`, { what, cwd: workspace }),
    blobs: async (manifest, blobs, directory) => {
      const from = `docker://${repository}@${manifest}`;
      const access = accessOptions(accessOf(options, workspace), 'src');
      // The transport dir takes every kind of manifest as it is; an OCI layout would make docker's another.
      const args = ['copy', '--preserve-digests', ...access, from, `dir:${directory}`];
      const largestFile = Math.max(LONGEST_DOCUMENT, ...blobs.map(({ size }) => size));
      await skopeo({ way: 'pull', what, repository, cwd: workspace, args, largestFile });
    },
  };
}

/**
 * The bytes of the manifest or index that a reference in a repository names: `@sha256:…`, `:3.22`. `call` says for what
 * it is read, the workspace, and how long that may take. Throws as {@link fromRegistry} does.
 */
export async function rawManifest(
  options: Repository,
  reference: string,
  call: Pick<SkopeoCall, 'what' | 'cwd' | 'timeoutSeconds'>,
): Promise<Buffer> {
  const { repository } = options;
  const args = [
    'inspect',
    '--raw',
    ...accessOptions(accessOf(options, call.cwd)),
    `docker://${repository}${reference}`,
  ];
  return Buffer.from(await skopeo({ ...call, way: 'pull', repository, args }));
}

function accessOf({ repository, insecure, certDir }: Repository, workspace: string): RegistryAccess {
  return {
    repository,
    insecure: insecure ?? (certDir === undefined && isThisMachine(repository)),
    certDir: certDir === undefined ? null : join(workspace, certDir),
  };
}
