import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { type PublishOutput, publishOutput, writeStage } from '@basewright/contracts';
import { type Digest, digestFrom, exec, type Platform, sha256File } from '@basewright/core';
import { type LayerFacts, MEDIA_TYPES, planLayout, writeLayout } from '@basewright/oci';
import { type TreeEntry, writeLayer } from '@basewright/tree';

/** When the base was made. */
export const BASE_DATE = 1_700_000_000;

/** What publish left of an image of one layer, in `<workspace>/<directory>`. */
export async function tinyBase(
  workspace: string,
  directory: string,
  platform: Platform,
  entries: readonly TreeEntry[],
): Promise<PublishOutput> {
  const layer = await layerOf(join(workspace, 'tmp'), entries);
  const plan = planLayout({
    name: 'tiny',
    refName: 'tiny:1',
    version: '1.0',
    settings: { cmd: ['/bin/sh'] },
    annotations: {},
    images: [{ platform: platform.oci, layers: [layer], sourceDate: BASE_DATE }],
  });
  return writeStage(join(workspace, directory), publishOutput, null, async (temporary) => {
    await writeLayout(join(temporary, 'oci'), plan);
    const [image] = plan.images;
    if (image === undefined) throw new Error('there is one image');
    const brief = ({ digest, size }: { digest: Digest; size: number }) => ({ digest, size });
    const manifest = brief(image.manifest.descriptor);
    const layers = image.layers.map(({ descriptor }) => brief(descriptor));
    const manifests = [{ platform: platform.id, manifest, config: brief(image.config.descriptor), layers }];
    return { body: { index: brief(plan.image), manifests, departures: [] }, inputs: {} };
  });
}

async function layerOf(directory: string, entries: readonly TreeEntry[]): Promise<LayerFacts> {
  await mkdir(directory, { recursive: true });
  const tar = join(directory, 'base.tar');
  await writeLayer(entries, { packaged: BASE_DATE, own: BASE_DATE }, tar);
  await exec('gzip', ['-n', '-k', '-f', tar]);
  const [digest, { size }] = [await sha256File(`${tar}.gz`), await stat(`${tar}.gz`)];
  const descriptor = { mediaType: MEDIA_TYPES.gzipLayer, digest: digestFrom(digest), size };
  return {
    diffId: digestFrom(await sha256File(tar)),
    createdBy: 'tiny',
    blob: { descriptor, content: { file: `${tar}.gz` } },
  };
}
