import { PLATFORMS, stableJson } from '@basewright/core';

import { tinyRequest, tinySingle } from '../../test/tiny-layout';
import { type BlobSource } from './blob';
import { type LayerFacts, type LayoutRequest, planLayout } from './plan-layout';
import { imageConfig } from './types';

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
    const [single] = tinySingle.images;
    if (single === undefined) throw new Error('the tiny layout has an image');
    const images = PLATFORMS.map(({ oci }) => ({ ...single, platform: oci }));
    const index = JSON.parse(textOf(planLayout({ ...tinyRequest, images }).blobs[0])) as {
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

describe('an image on a base', () => {
  const [single] = tinySingle.images;
  if (single === undefined) throw new Error('the tiny layout has an image');
  const [base] = planLayout(tinySingle).images;
  const config = imageConfig.parse(JSON.parse(textOf(base?.config)));
  const lower = single.layers.map((layer) => ({ ...layer, createdBy: null }));
  const own = { ...lower[0], diffId: `sha256:${'1'.repeat(64)}`, createdBy: 'Basewright: 3 files' } as LayerFacts;
  const request = {
    ...tinySingle,
    settings: { user: 'app' },
    version: null,
    images: [{ ...single, layers: [...lower, own], base: { config, digest: 'sha256:base' } }],
  };
  const documents = (from: LayoutRequest): Record<string, unknown>[] =>
    planLayout(from).images.flatMap(({ config: one, manifest }) =>
      [one, manifest].map((blob) => JSON.parse(textOf(blob)) as Record<string, unknown>),
    );

  it('lists the layers of the base, inherits its configuration and history, and names it', () => {
    const [written, manifest] = documents(request);
    expect(written).toMatchObject({
      config: { Cmd: ['sh'], User: 'app', Env: config.config?.Env },
      rootfs: { diff_ids: [lower[0]?.diffId, own.diffId] },
      history: [...(config.history ?? []), { created_by: 'Basewright: 3 files' }],
    });
    expect(manifest).toMatchObject({ annotations: { 'org.opencontainers.image.base.digest': 'sha256:base' } });
    expect(manifest?.['annotations']).not.toHaveProperty('org.opencontainers.image.version');
  });

  it('makes up for a base whose history does not tell of its layers', () => {
    const silent = { ...config, history: undefined };
    const images = request.images.map((image) => ({ ...image, base: { config: silent, digest: 'sha256:base' } }));
    expect(documents({ ...request, images })[0]?.['history']).toHaveLength(2);
  });
});
