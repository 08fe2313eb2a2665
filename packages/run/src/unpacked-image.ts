import { join } from 'node:path';

import { withTemporaryDirectory } from '@basewright/core';
import { readInside, type StoredImage, unpackLayers } from '@basewright/oci';

import { type Accounts } from './user';

/** Absolute paths of what is made for one run: an image's tree, and beside it a name for a directory of other files. */
export interface UnpackedImage {
  readonly tree: string;
  readonly scratch: string;
}

/**
 * Calls `use` with an image's tree, unpacked for it alone: it may be changed, and is removed afterwards. `what` names the
 * image in errors. Throws what unpackLayers throws.
 */
export async function withUnpackedImage<T>(
  { layers }: StoredImage,
  what: string,
  use: (unpacked: UnpackedImage) => Promise<T>,
): Promise<T> {
  return withTemporaryDirectory('tree', async (home) => {
    const tree = join(home, 'tree');
    await unpackLayers(layers, what, tree);
    return use({ tree, scratch: join(home, 'files') });
  });
}

/** The accounts of an unpacked image. */
export async function accountsOf(tree: string): Promise<Accounts> {
  const view = { tree, binds: [] };
  const [passwd, group] = await Promise.all([readInside(view, '/etc/passwd'), readInside(view, '/etc/group')]);
  return { passwd, group };
}
