import { MEDIA_TYPES } from '../documents/media-types';
import { type Descriptor, type ImageConfig, imageConfig, imageManifest } from '../documents/types';
import { blobPath } from './blob-path';
import { checkBlob, checkLayer } from './check-blob';
import { expectEqual, type Visit } from './problem';
import { readDocument } from './read-document';

/** Checks the manifest a descriptor names, its configuration and its layers, and that the three agree. */
export async function checkManifest(visit: Visit, where: string, descriptor: Descriptor): Promise<void> {
  const manifest = await readDocument(visit, where, blobPath(visit.directory, descriptor.digest), imageManifest);
  if (manifest === null) return;
  const config = await checkConfig(visit, `${where}/config`, manifest.config, descriptor);
  const diffIds = config?.rootfs.diff_ids ?? [];
  if (config !== null) {
    const layers = String(manifest.layers.length);
    expectEqual(visit, `${where}/config`, 'number of diffIDs', layers, String(diffIds.length));
    const filled = config.history?.filter(({ empty_layer }) => empty_layer !== true).length;
    if (filled !== undefined) {
      expectEqual(visit, `${where}/config`, 'number of history entries', layers, String(filled));
    }
  }
  for (const [at, layer] of manifest.layers.entries()) {
    await checkLayer(visit, `${where}/layers[${at}]`, layer, diffIds[at]);
  }
}

async function checkConfig(
  visit: Visit,
  where: string,
  descriptor: Descriptor,
  { platform }: Descriptor,
): Promise<ImageConfig | null> {
  expectEqual(visit, where, 'mediaType', MEDIA_TYPES.config, descriptor.mediaType);
  if (!(await checkBlob(visit, where, descriptor))) return null;
  const config = await readDocument(visit, where, blobPath(visit.directory, descriptor.digest), imageConfig);
  if (config !== null && platform !== undefined) {
    expectEqual(visit, where, 'platform', platformText(platform), platformText(config));
  }
  return config;
}

/** `linux/arm/v7` */
export function platformText({ os, architecture, variant }: NonNullable<Descriptor['platform']>): string {
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/');
}
