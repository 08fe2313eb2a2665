import { mkdir } from 'node:fs/promises';
import { posix } from 'node:path';

import { extractLayer } from '@basewright/hermetic';
import { readTree, type StoredLayer } from '@basewright/oci';

const NOTHING_INSIDE = { wants: () => false, fact: () => null };

/**
 * Unpacks the layers of an image, bottom first, into a directory, which is made. Of each layer that is written which no
 * later one hides, so nothing is written twice. Everything belongs to the caller. `what` names the image in errors.
 * Throws BAD_INPUT for a layer that cannot be read, TOOL_FAILED for a file that cannot be written.
 */
export async function unpackLayers(layers: readonly StoredLayer[], what: string, directory: string): Promise<void> {
  const tree = await readTree(layers, what, NOTHING_INSIDE);
  await mkdir(directory);
  for (const [at, { file }] of layers.entries()) {
    await extractLayer(file, directory, what, (path) => tree.get(posix.resolve('/', path))?.layer === at);
  }
}
