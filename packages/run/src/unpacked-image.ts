import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { exec } from '@basewright/core';
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
  const home = await mkdtemp(join(tmpdir(), 'basewright-tree-'));
  try {
    const tree = join(home, 'tree');
    await unpackLayers(layers, what, tree);
    return await use({ tree, scratch: join(home, 'files') });
  } finally {
    // A command may have made directories that nobody may write to.
    await rm(home, { recursive: true, force: true }).catch(async () => {
      await exec('chmod', ['-R', 'u+rwX', home]);
      await rm(home, { recursive: true, force: true });
    });
  }
}

/** The accounts of an unpacked image. */
export async function accountsOf(tree: string): Promise<Accounts> {
  const view = { tree, binds: [] };
  const [passwd, group] = await Promise.all([readInside(view, '/etc/passwd'), readInside(view, '/etc/group')]);
  return { passwd, group };
}
