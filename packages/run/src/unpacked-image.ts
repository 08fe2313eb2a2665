import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { exec } from '@basewright/core';
import { type StoredImage, unpackLayers } from '@basewright/oci';

import { type Accounts } from './user';

/**
 * Calls `use` with the absolute path of an image's tree, unpacked for it alone: it may be changed, and is removed
 * afterwards. `what` names the image in errors. Throws what unpackLayers throws.
 */
export async function withUnpackedImage<T>(
  { layers }: StoredImage,
  what: string,
  use: (tree: string) => Promise<T>,
): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'basewright-tree-'));
  try {
    const tree = join(home, 'tree');
    await unpackLayers(layers, what, tree);
    return await use(tree);
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
  const read = (path: string): Promise<string> => readFile(join(tree, path), 'utf8').catch(() => '');
  const [passwd, group] = await Promise.all([read('etc/passwd'), read('etc/group')]);
  return { passwd, group };
}

/** Lets an unpacked image resolve names as this machine does: docker puts these files over those of the image as well. */
export async function useHostNames(tree: string): Promise<void> {
  await mkdir(join(tree, 'etc'), { recursive: true });
  for (const file of ['etc/resolv.conf', 'etc/hosts']) {
    await copyFile(join('/', file), join(tree, file)).catch(() => undefined);
  }
}
