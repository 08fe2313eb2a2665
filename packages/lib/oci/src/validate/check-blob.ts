import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

import { digestFrom, sha256File } from '@basewright/core';

import { MEDIA_TYPES } from '../documents/media-types';
import { type Descriptor } from '../documents/types';
import { blobPath, fileSize } from './blob-path';
import { expectEqual, type Visit } from './problem';

/** Compares a blob's bytes with what its descriptor says of them. False when there are none to look into. */
export async function checkBlob(visit: Visit, where: string, { digest, size }: Descriptor): Promise<boolean> {
  visit.reached.add(digest);
  const path = blobPath(visit.directory, digest);
  const found = await fileSize(path);
  if (found === null) {
    visit.problems.push({ where, what: 'blob', want: digest, got: 'no file' });
    return false;
  }
  expectEqual(visit, where, 'size', String(size), String(found));
  expectEqual(visit, where, 'digest', digest, digestFrom(await sha256File(path)));
  return true;
}

/** Compares a layer, uncompressed, with the diffID at its place in the configuration, if there is one. */
export async function checkLayer(visit: Visit, where: string, layer: Descriptor, diffId?: string): Promise<void> {
  const { gzipLayer, tarLayer } = MEDIA_TYPES;
  if (!(await checkBlob(visit, where, layer))) return;
  if (layer.mediaType !== gzipLayer && layer.mediaType !== tarLayer) {
    visit.problems.push({ where, what: 'mediaType', want: `${gzipLayer} or ${tarLayer}`, got: layer.mediaType });
  } else if (diffId !== undefined) {
    const got = await digestOfTar(blobPath(visit.directory, layer.digest), layer.mediaType === gzipLayer);
    expectEqual(visit, where, 'diffID', diffId, got);
  }
}

/** The diffID of a layer, or why it has none. */
export async function digestOfTar(path: string, compressed: boolean): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), compressed ? createGunzip() : new PassThrough(), hash);
  } catch {
    return 'no whole gzip stream';
  }
  return digestFrom(hash.digest('hex'));
}
