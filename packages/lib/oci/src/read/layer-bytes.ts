import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

import { headOfFile } from '@basewright/core';

/** Bytes that are read and unpacked at once. */
const PIECE = 1 << 18;

/** The tar of a layer (a file, plain or through gzip) as it is read. Whoever reads no further destroys the stream. */
export async function layerBytes(file: string): Promise<Readable> {
  const source = createReadStream(file, { highWaterMark: PIECE });
  if (!isGzip(await headOfFile(file))) return source;
  return pipeline(source, createGunzip({ chunkSize: PIECE }), () => {
    // Whoever reads the bytes learns of a failure.
  });
}

/** Whether bytes begin as gzip does (RFC 1952, 2.3.1). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
