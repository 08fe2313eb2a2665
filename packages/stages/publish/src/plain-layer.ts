import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

import { hexOf } from '@basewright/core';
import { type LayerFacts, MEDIA_TYPES } from '@basewright/oci';

/** A layer uncompressed. */
export interface PlainLayer {
  /** Absolute path. */
  readonly file: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** A layer as a plain tar: itself, or unpacked below `scratch` under its digest. */
export async function plainLayer({ diffId, blob }: LayerFacts, scratch: string): Promise<PlainLayer> {
  const { content, descriptor } = blob;
  if (content instanceof Uint8Array) throw new Error('a layer is a file');
  const sha256 = hexOf(diffId);
  if (descriptor.mediaType !== MEDIA_TYPES.gzipLayer) return { file: content.file, size: descriptor.size, sha256 };
  const file = join(scratch, `${sha256}.tar`);
  await pipeline(createReadStream(content.file), createGunzip(), createWriteStream(file));
  return { file, size: (await stat(file)).size, sha256 };
}
