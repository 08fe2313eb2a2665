import { lstat } from 'node:fs/promises';
import { join } from 'node:path';

import { type Digest, hexOf } from '@basewright/core';

/** The path of a blob in a layout. */
export function blobPath(directory: string, digest: Digest): string {
  return join(directory, 'blobs', 'sha256', hexOf(digest));
}

/** The size in bytes of a regular file, null where there is none; a link is none. */
export async function fileSize(path: string): Promise<number | null> {
  const found = await lstat(path).catch(() => null);
  return found?.isFile() === true ? found.size : null;
}
