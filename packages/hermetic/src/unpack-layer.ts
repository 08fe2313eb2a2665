import { mkdir } from 'node:fs/promises';

import { extract } from 'tar';

/** Unpacks the layer of an image (a tar) into a directory, which is made. Everything in it belongs to the caller. */
export async function unpackLayer(tar: string, directory: string): Promise<void> {
  await mkdir(directory);
  await extract({ file: tar, cwd: directory, preserveOwner: false });
}
