import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

import { headOfFile } from '@basewright/core';

/**
 * Whether a layer, plain or through gzip, is the end of a tar and nothing else, as docker makes of an instruction that
 * changes no file: at least two blocks of zeros.
 */
export async function isEmptyLayer(file: string): Promise<boolean> {
  const head = await headOfFile(file);
  const isCompressed = head[0] === 0x1f && head[1] === 0x8b;
  const source = createReadStream(file);
  const bytes = isCompressed ? source.pipe(createGunzip()) : source;
  let length = 0;
  try {
    for await (const chunk of bytes) {
      if ((chunk as Buffer).some((byte) => byte !== 0)) return false;
      length += (chunk as Buffer).length;
    }
  } catch {
    return false;
  } finally {
    source.destroy();
  }
  return length >= 1024;
}
