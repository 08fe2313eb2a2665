import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The path of a blob in a layout. `digest` has the form `sha256:…`, which the documents' schemas made sure of. */
export function blobPath(directory: string, digest: string): string {
  return join(directory, 'blobs', ...digest.split(':'));
}

/** The size in bytes of a file, null where there is none. */
export async function fileSize(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() === true ? found.size : null;
}
