import { PLATFORMS, stableJson } from '@basewright/core';

import { tinyRequest, tinySingle } from '../../test/tiny-layout';
import { type BlobSource } from './blob';
import { planLayout } from './plan-layout';

function textOf(blob: BlobSource | undefined): string {
  if (blob === undefined || !(blob.content instanceof Uint8Array)) throw new Error('no document');
  return Buffer.from(blob.content).toString();
}

describe('planLayout', () => {
  it('names the manifest itself when there is one platform', () => {
    const { image, index, images, blobs } = planLayout(tinySingle);
    expect(image).toEqual({
      ...images[0]?.manifest.descriptor,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      platform: { os: 'linux', architecture: 'amd64' },
    });
    expect(index.manifests).toEqual([{ ...image, annotations: { 'org.opencontainers.image.ref.name': 'tiny:1.0' } }]);
    expect(blobs).toHaveLength(3);
  });

  it('names an index when there are several, and keeps a shared layer once', () => {
    const { image, index, images, blobs } = planLayout(tinyRequest);
    expect(image.mediaType).toBe('application/vnd.oci.image.index.v1+json');
    expect(index.manifests).toHaveLength(1);
    expect(JSON.parse(textOf(blobs[0]))).toEqual({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [
        { ...images[0]?.manifest.descriptor, platform: { os: 'linux', architecture: 'amd64' } },
        { ...images[1]?.manifest.descriptor, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
      ],
      annotations: {
        'org.opencontainers.image.created': '2026-01-01T00:00:00Z',
        'org.opencontainers.image.title': 'tiny',
        'org.opencontainers.image.url': 'https://example.org',
        'org.opencontainers.image.version': '1.38.0',
      },
    });
    // An index, two manifests, two configurations, one layer.
    expect(blobs).toHaveLength(6);
  });

  it('spells platforms as containerd and docker expect them, in the order of the table', () => {
    const [layer] = tinySingle.layers;
    if (layer === undefined) throw new Error('the tiny layout has a layer');
    const layers = PLATFORMS.map(({ oci }) => ({ ...layer, platform: oci }));
    const index = JSON.parse(textOf(planLayout({ ...tinyRequest, layers }).blobs[0])) as {
      manifests: { platform: { os: string; architecture: string; variant?: string } }[];
    };
    const spelled = index.manifests.map(({ platform }) => Object.values(platform).sort().join(' '));
    expect(spelled).toEqual([
      'amd64 linux',
      '386 linux',
      'arm linux v5',
      'arm linux v6',
      'arm linux v7',
      'arm64 linux v8',
      'linux ppc64le',
      'linux riscv64',
      'linux s390x',
    ]);
  });

  it('writes documents in their canonical form, whatever order the author wrote', () => {
    const turned = { ...tinyRequest, annotations: { b: '2', a: '1' }, settings: { env: { B: '2', A: '1' } } };
    const straight = { ...tinyRequest, annotations: { a: '1', b: '2' }, settings: { env: { A: '1', B: '2' } } };
    expect(planLayout(turned)).toEqual(planLayout(straight));
    for (const blob of planLayout(turned).blobs.filter(({ descriptor }) => descriptor.mediaType.endsWith('json'))) {
      expect(textOf(blob)).toBe(stableJson(JSON.parse(textOf(blob))));
    }
  });

  it('lets the author have the last word in annotations', () => {
    const { images } = planLayout({ ...tinySingle, annotations: { 'org.opencontainers.image.version': '1.0' } });
    expect(textOf(images[0]?.manifest)).toContain('"org.opencontainers.image.version": "1.0"');
  });
});
