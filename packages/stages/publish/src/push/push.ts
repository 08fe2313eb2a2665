import { join } from 'node:path';

import { type PublishOutput } from '@basewright/contracts';
import { invariant, log } from '@basewright/core';
import { accessOptions, type RegistryAccess, skopeo } from '@basewright/oci';

import { type PushOptions } from '../options';
import { destinationOf } from './destination';
import { imageBegun, uploadedBlobs } from './skopeo-log';

/** A copy that fails where it would change a digest. */
const COPY = ['copy', '--preserve-digests'] as const;

/** What a push sent; what the registry had already does not count. */
export interface Sent {
  readonly blobs: number;
  readonly bytes: number;
}

/**
 * Pushes the layout that a publish left below `workspace` where its options say, and says what was sent; null when they
 * name no registry. In an order in which no tag ever names anything incomplete: the platforms by their digests, the
 * index by its digest, the tags. Throws what skopeo's failure comes to, BAD_INPUT when the directory of certificates is none.
 */
export async function push(
  options: PushOptions,
  workspace: string,
  { index, manifests }: PublishOutput,
): Promise<Sent | null> {
  const destination = destinationOf(options, workspace);
  if (destination === null) return null;
  const { name, tags = [] } = options;
  const { repository } = destination;
  const cwd = join(workspace, options.outputPath);
  const pushed = `docker://${repository}@${index.digest}`;
  log.info(`pushing ${name} to ${repository}`);
  const uploaded: string[] = [];
  const onLog = (log: string): void => void uploaded.push(...uploadedBlobs(log));
  const copy = { way: 'push', what: name, repository, cwd, onLog } as const;
  await skopeo({
    ...copy,
    // --all: an index after the manifests it lists.
    args: [...COPY, '--all', ...accessOptions(destination, 'dest'), 'oci:oci', pushed],
    onLine: (line) => {
      const at = manifests.findIndex(({ manifest }) => manifest.digest === imageBegun(line));
      if (at >= 0)
        log.info(`  ${invariant(manifests[at], 'the manifest').platform} (${at + 1} of ${manifests.length})`);
    },
  });
  for (const tag of tags) await skopeo({ ...copy, args: tagging(destination, pushed, tag) });
  const sizes = blobSizes(manifests);
  const sent = { blobs: uploaded.length, bytes: uploaded.reduce((sum, digest) => sum + (sizes.get(digest) ?? 0), 0) };
  log.info(`pushed ${repository}@${index.digest}`);
  log.info(`  tags: ${tags.length === 0 ? 'none' : tags.join(', ')}`);
  log.info(`  sent: ${amount(sent)}, of the image's ${sizes.size}`);
  return sent;
}

/** A tag is put on what the registry has: nothing but the document that the digest names is sent. */
function tagging(destination: RegistryAccess, pushed: string, tag: string): string[] {
  const access = [...accessOptions(destination, 'src'), ...accessOptions(destination, 'dest')];
  return [...COPY, '--multi-arch', 'index-only', ...access, pushed, `docker://${destination.repository}:${tag}`];
}

/** Bytes by digest; two platforms may share a blob. */
function blobSizes(manifests: PublishOutput['manifests']): ReadonlyMap<string, number> {
  return new Map(
    manifests.flatMap(({ config, layers }) => [config, ...layers].map(({ digest, size }) => [digest, size])),
  );
}

function amount({ blobs, bytes }: Sent): string {
  return `${blobs} ${blobs === 1 ? 'blob' : 'blobs'}, ${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
}
