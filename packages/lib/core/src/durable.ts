import { closeSync, fsyncSync, openSync } from 'node:fs';

import { exec } from './exec';

/** Returns when a file's bytes, or a directory's names, are on the disk. */
export function syncPath(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Returns when everything below a directory is on the disk: syncfs(2), through coreutils since Node has none. One call takes
 * about as long as fsync(2) of eight files, and a source tree has thousands.
 */
export async function syncTree(path: string): Promise<void> {
  await exec('sync', ['--file-system', path], { purpose: `write ${path} to the disk` });
}
