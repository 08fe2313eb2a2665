import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { type DerivedLayer, recordArtefact, type RootManifest } from '@basewright/contracts';
import { digestFrom } from '@basewright/core';
import { MEDIA_TYPES } from '@basewright/oci';
import { type LayerTimes, type TreeEntry, writeLayer } from '@basewright/tree';

import { compressOnce, compressQuickly } from './compress-once';
import { layerHistory } from './layer-history';
import { type LayerAssembleOptions } from './options';
import { type SplitPlan } from './split-layers';

interface LayerToWrite {
  readonly name: string;
  readonly entries: readonly TreeEntry[];
  readonly compress: typeof compressOnce;
  readonly createdBy: string;
}

/** What layers are written with. */
export interface Writing {
  readonly directory: string;
  readonly options: LayerAssembleOptions;
  readonly times: LayerTimes;
  readonly pack: RootManifest;
}

/** Writes the layers of a plan, bottom first: what packages bring, and on that the image's own; none that is empty. */
export async function ownLayers({ packaged, own }: SplitPlan, writing: Writing): Promise<DerivedLayer[]> {
  const { distroless = false, packages = [], ...rest } = writing.options;
  const layers = [
    {
      name: 'packages.tar',
      entries: packaged,
      compress: compressOnce,
      createdBy: layerHistory({ distroless, packages }),
    },
    {
      name: 'files.tar',
      entries: own,
      compress: compressQuickly,
      createdBy: layerHistory({ ...rest, distroless: false, packages: [] }),
    },
  ];
  const written: DerivedLayer[] = [];
  for (const layer of layers) if (layer.entries.length > 0) written.push(await writtenLayer(layer, writing));
  return written;
}

async function writtenLayer(
  { name, entries, compress, createdBy }: LayerToWrite,
  { directory, options, times, pack }: Writing,
): Promise<DerivedLayer> {
  const path = join(directory, name);
  const plain = await writeLayer(entries, times, path);
  const tar = { directory, name, of: `${options.name} ${options.platform}`, ...plain };
  const compressed = await compress(tar, pack, options.debian ?? {});
  await chmod(join(directory, compressed), 0o644);
  await rm(path);
  const file = await recordArtefact(directory, compressed);
  return {
    mediaType: MEDIA_TYPES.gzipLayer,
    digest: digestFrom(file.sha256),
    size: file.size,
    diffId: digestFrom(plain.sha256),
    file,
    createdBy,
  };
}
