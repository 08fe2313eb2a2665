import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { digestFrom, stableJson } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';

import { tinyRequest, tinySingle } from '../../test/tiny-layout';
import { documentBlob } from '../documents/blob';
import { imageIndex } from '../documents/image-index';
import { MEDIA_TYPES } from '../documents/media-types';
import { type LayoutRequest, planLayout, type PlannedLayout } from '../documents/plan-layout';
import { writeLayout } from '../write-layout';
import { blobPath } from './blob-path';
import { describeProblem } from './problem';
import { validateLayout } from './validate-layout';

/** Writes a plan, spoils the layout, and gives what the validator says, with digests cut to 6 digits. */
async function problemsOf(
  plan: PlannedLayout,
  spoil: (layout: string) => Promise<void> = async () => {},
): Promise<string[]> {
  return inTemporaryDirectory(async (directory) => {
    const layout = join(directory, 'oci');
    await writeLayout(layout, plan);
    await spoil(layout);
    const lines = (await validateLayout(layout)).map(describeProblem);
    return lines.map((line) => line.replaceAll(directory, '').replace(/[0-9a-f]{64}/g, (digest) => digest.slice(0, 6)));
  });
}

const plan = planLayout(tinyRequest);
const [amd64] = plan.images;
const [layer] = amd64?.layers ?? [];
if (amd64 === undefined || layer === undefined) throw new Error('the tiny layout has an image with a layer');

function digestsOf(request: LayoutRequest): string[] {
  const { image, images } = planLayout(request);
  return [image.digest, ...images.map(({ manifest }) => manifest.descriptor.digest)];
}

describe('validateLayout', () => {
  it.each([
    ['several platforms', tinyRequest],
    ['one platform', tinySingle],
  ])('finds nothing in a sound layout of %s', async (_what, request) => {
    expect(await problemsOf(planLayout(request))).toEqual([]);
  });

  it('has golden digests to look at: what changes them changes the digest of every published image', () => {
    expect(digestsOf(tinyRequest)).toEqual([
      'sha256:00855815c5e35137abccd4bd4cd04b1d1a14a081cdea656b50611958e8f6fcb2',
      'sha256:f2f982716f284239216e96dadcb1d11820f72dbf793963273a646db97f775313',
      'sha256:d45b7f4f89f517db60e5bddafabe54e8744fab18048461090c79dc54790e1194',
    ]);
  });

  it('hashes every blob', async () => {
    const spoiled = await problemsOf(plan, (layout) =>
      writeFile(blobPath(layout, layer.descriptor.digest), 'not a layer'),
    );
    expect(spoiled).toMatchInlineSnapshot(`
     [
       "index.json/manifests[0]/manifests[0]/layers[0]: size: want 78, got 11",
       "index.json/manifests[0]/manifests[0]/layers[0]: digest: want sha256:8bbba4, got sha256:2b086c",
       "index.json/manifests[0]/manifests[0]/layers[0]: diffID: want sha256:a438b9, got no whole gzip stream",
       "index.json/manifests[0]/manifests[1]/layers[0]: size: want 78, got 11",
       "index.json/manifests[0]/manifests[1]/layers[0]: digest: want sha256:8bbba4, got sha256:2b086c",
       "index.json/manifests[0]/manifests[1]/layers[0]: diffID: want sha256:a438b9, got no whole gzip stream",
     ]
    `);
  });

  it('notices a missing blob and a blob that nothing names', async () => {
    const spoiled = await problemsOf(plan, async (layout) => {
      await rm(blobPath(layout, amd64.config.descriptor.digest));
      await writeFile(blobPath(layout, digestFrom('f'.repeat(64))), 'stray');
    });
    expect(spoiled).toMatchInlineSnapshot(`
     [
       "index.json/manifests[0]/manifests[0]/config: blob: want sha256:bd8e58, got no file",
       "blobs/sha256/ffffff: orphan: want a document that names it, got none",
     ]
    `);
  });

  it('compares diffIDs, platforms and media types', async () => {
    const [image] = tinySingle.images;
    const [facts] = image?.layers ?? [];
    if (image === undefined || facts === undefined) throw new Error('the tiny layout has an image with a layer');
    const wrongDiffId = { ...facts, diffId: digestFrom('0'.repeat(64)) };
    const descriptor = { ...facts.blob.descriptor, mediaType: 'application/x-tar' };
    const wrongType = { ...facts, blob: { ...facts.blob, descriptor } };
    const images = [wrongDiffId, wrongType].map((layer) => ({ ...image, layers: [layer] }));
    const request = { ...tinyRequest, images };
    expect(await problemsOf(planLayout(request))).toMatchInlineSnapshot(`
     [
       "index.json/manifests[0]: entries of linux/amd64: want 1, got 2",
       "index.json/manifests[0]/manifests[0]/layers[0]: diffID: want sha256:000000, got sha256:a438b9",
       "index.json/manifests[0]/manifests[1]/layers[0]: mediaType: want application/vnd.oci.image.layer.v1.tar+gzip or application/vnd.oci.image.layer.v1.tar, got application/x-tar",
     ]
    `);
    const single = planLayout(tinySingle);
    const [entry] = single.index.manifests;
    if (entry === undefined) throw new Error('index.json has an entry');
    const lying = imageIndex([{ ...entry, platform: { os: 'linux', architecture: 'arm64' } }]);
    expect(await problemsOf({ ...single, index: lying })).toMatchInlineSnapshot(`
     [
       "index.json/manifests[0]/config: platform: want linux/arm64, got linux/amd64",
     ]
    `);
  });

  it('reads no document that is none', async () => {
    const strange = documentBlob(MEDIA_TYPES.manifest, { schemaVersion: 1, config: {} });
    const spoiled = await problemsOf(
      { ...plan, blobs: [strange], index: imageIndex([strange.descriptor]) },
      async (layout) => {
        await writeFile(join(layout, 'oci-layout'), stableJson({ imageLayoutVersion: '2.0.0' }));
      },
    );
    expect(spoiled).toMatchInlineSnapshot(`
     [
       "oci-layout: imageLayoutVersion: want "1.0.0", got "2.0.0"",
       "index.json/manifests[0]: schemaVersion: want 2, got 1",
       "index.json/manifests[0]: config.mediaType: want string, got nothing",
       "index.json/manifests[0]: config.digest: want string, got nothing",
       "index.json/manifests[0]: config.size: want number, got nothing",
       "index.json/manifests[0]: layers: want array, got nothing",
     ]
    `);
    expect(
      await problemsOf(plan, async (layout) => {
        const path = join(layout, 'index.json');
        await writeFile(path, (await readFile(path, 'utf8')).slice(0, 100));
      }),
    ).toContainEqual(expect.stringMatching(/^index\.json: content: want a JSON document, got /));
  });
});
