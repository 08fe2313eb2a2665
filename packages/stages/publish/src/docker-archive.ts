import { hexOf, stableJson } from '@basewright/core';
import { type BlobSource } from '@basewright/oci';

import { type PlainLayer } from './plain-layer';
import { type TarFile, writeTar } from './tar-file';

/** One platform's image, as an archive for docker holds it. */
export interface DockerImage {
  readonly config: BlobSource;
  /** Bottom first. */
  readonly layers: readonly PlainLayer[];
  /** `repository:tag` */
  readonly repoTag: string;
  /** Seconds since 1970. */
  readonly sourceDate: number;
}

/**
 * Writes the archive that `docker load` and `podman load` read. The configuration is the one of the OCI image, so both
 * have the same image ID. https://github.com/moby/docker-image-spec/blob/v1.3.1/v1.2.md ("Combined Image JSON + Filesystem Changeset Format")
 */
export async function writeDockerArchive(path: string, image: DockerImage): Promise<void> {
  await writeTar(path, archiveFiles(image), image.sourceDate);
}

function archiveFiles({ config, layers, repoTag }: DockerImage): TarFile[] {
  const configName = `${hexOf(config.descriptor.digest)}.json`;
  const named = layers.map((layer) => ({ path: `${layer.sha256}/layer.tar`, content: layer }));
  const manifest = [{ Config: configName, RepoTags: [repoTag], Layers: named.map(({ path }) => path) }];
  if (!(config.content instanceof Uint8Array)) throw new Error('a configuration is a document');
  return [
    // First, so that a reader finds it without going through the layer.
    { path: 'manifest.json', content: Buffer.from(stableJson(manifest)) },
    { path: configName, content: config.content },
    // One that is there twice is named twice, and written once.
    ...new Map(named.map((layer) => [layer.path, layer])).values(),
  ];
}
