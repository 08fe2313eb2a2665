import { stableJson } from '@basewright/core';
import { type BlobSource } from '@basewright/oci';

import { type TarFile, writeTar } from './tar-file';

/** One platform's image, as an archive for docker holds it. */
export interface DockerImage {
  readonly config: BlobSource;
  /** The uncompressed layer: absolute path, bytes, hexadecimal sha256. */
  readonly tar: { readonly file: string; readonly size: number; readonly sha256: string };
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

function archiveFiles({ config, tar, repoTag }: DockerImage): TarFile[] {
  const configName = `${config.descriptor.digest.replace('sha256:', '')}.json`;
  const layerName = `${tar.sha256}/layer.tar`;
  const manifest = [{ Config: configName, RepoTags: [repoTag], Layers: [layerName] }];
  if (!(config.content instanceof Uint8Array)) throw new Error('a configuration is a document');
  return [
    // First, so that a reader finds it without going through the layer.
    { path: 'manifest.json', content: Buffer.from(stableJson(manifest)) },
    { path: configName, content: config.content },
    { path: layerName, content: tar },
  ];
}
