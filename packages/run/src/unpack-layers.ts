import { mkdir } from 'node:fs/promises';
import { posix } from 'node:path';

import { BasewrightError } from '@basewright/core';
import { readTree, type StoredLayer } from '@basewright/oci';
import { extract } from 'tar';

const NOTHING_INSIDE = { wants: () => false, fact: () => null };

/**
 * Unpacks the layers of an image, bottom first, into a directory, which is made. Of each layer that is written which no
 * later one hides, so nothing is written twice or through a link. Everything belongs to the caller. `what` names the
 * image in errors. Throws BAD_INPUT for a layer that cannot be read, TOOL_FAILED for a file that cannot be written.
 */
export async function unpackLayers(layers: readonly StoredLayer[], what: string, directory: string): Promise<void> {
  const tree = await readTree(layers, what, NOTHING_INSIDE);
  await mkdir(directory);
  const problems: string[] = [];
  for (const [at, { file }] of layers.entries()) {
    await extract({
      ...{ file, cwd: directory, preserveOwner: false, chmod: true },
      filter: (path) => tree.get(posix.resolve('/', path))?.layer === at,
      onwarn: (code, message) => {
        if (code === 'TAR_ENTRY_ERROR') problems.push(message);
      },
    });
  }
  if (problems.length === 0) return;
  throw new BasewrightError('TOOL_FAILED', `cannot unpack ${what}: ${problems.slice(0, 5).join('; ')}`);
}
