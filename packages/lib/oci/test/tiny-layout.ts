import { digestFrom, sha256 } from '@basewright/core';

import { MEDIA_TYPES } from '../src/documents/media-types';
import { type LayoutRequest } from '../src/documents/plan-layout';

/** A gzip of a tar with one file, as bytes: a compressor of the machine would decide the digest. */
const LAYER = Buffer.from(
  'H4sIAAAAAAACA0stSdbPzS9JYaAhMAACMxMTMA0E6DRIFokNEjc3MTBiUDBgoAMoLS5JLAJayTAyQUZqTk4+F8MoGKEAAI0/63QABAAA',
  'base64',
);

const blob = {
  descriptor: { mediaType: MEDIA_TYPES.gzipLayer, digest: digestFrom(sha256(LAYER)), size: LAYER.length },
  content: LAYER,
};
const sourceDate = 1_767_225_600;
const createdBy = 'BusyBox 1.38.0 (musl)';
const diffId = digestFrom('a438b9f825d6ed63cbeaf3eafb68fa4ec8dcc9c116d62ba9309146307cc9b6fd');

/** An image of two platforms that share a layer. */
export const tinyRequest: LayoutRequest = {
  name: 'tiny',
  refName: 'tiny:1.0',
  version: '1.38.0',
  settings: { cmd: ['sh'] },
  annotations: { 'org.opencontainers.image.url': 'https://example.org' },
  images: [
    { platform: { os: 'linux', architecture: 'amd64' }, sourceDate, layers: [{ diffId, createdBy, blob }] },
    {
      platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
      sourceDate,
      layers: [{ diffId, createdBy, blob }],
    },
  ],
};

/** The same for one platform. */
export const tinySingle: LayoutRequest = { ...tinyRequest, images: tinyRequest.images.slice(0, 1) };
