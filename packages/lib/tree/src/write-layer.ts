import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

import { type Artefact } from '@basewright/contracts';

import { type LayerTimes, tarLayer } from './tar-layer';
import { type TreeEntry } from './tree';

/** Bytes that are written at once: the pieces of a tar of small files are a few hundred each. */
const BATCH = 1 << 20;

/**
 * Writes a plan as a tar at `path` and gives its size and sha256; every time is one of `times`.
 * Throws what tarLayer throws.
 */
export async function writeLayer(
  plan: readonly TreeEntry[],
  times: LayerTimes,
  path: string,
): Promise<Pick<Artefact, 'size' | 'sha256'>> {
  const file = await open(path, 'w', 0o644);
  const hash = createHash('sha256');
  let size = 0;
  try {
    for (const batch of batches(tarLayer(plan, times))) {
      hash.update(batch);
      size += batch.length;
      await file.writeFile(batch);
    }
  } finally {
    await file.close();
  }
  return { size, sha256: hash.digest('hex') };
}

function* batches(pieces: Iterable<Uint8Array>): Generator<Buffer, void> {
  let batch: Uint8Array[] = [];
  let size = 0;
  for (const piece of pieces) {
    batch.push(piece);
    size += piece.length;
    if (size < BATCH) continue;
    yield Buffer.concat(batch, size);
    [batch, size] = [[], 0];
  }
  yield Buffer.concat(batch, size);
}
