import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { temporaryBeside } from './temporary-names';

/** Whether something lies at a path. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Writes a whole file under a temporary name, then renames it: readers, also after a power cut, see the old content or the new. */
export async function writeAtomic(path: string, content: Uint8Array | string, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = temporaryBeside(path);
  try {
    await writeFile(temporary, content, { mode, flush: true });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Bytes of a piece that is not the last: more than most files have, and little to hold in memory. */
export const PIECE = 1 << 20;

/**
 * The content of a file, piece by piece. It waits for each one: handing the many small files of a tree to other threads
 * takes ten times as long as reading them. Throws what the file system throws.
 */
export function* readPieces(path: string): Generator<Buffer, void> {
  const file = openSync(path, 'r');
  try {
    // One byte more than there should be, so that a single call shows the end of the file.
    const length = Math.min(fstatSync(file).size + 1, PIECE);
    for (let isWhole = false; !isWhole;) {
      const piece = Buffer.allocUnsafe(length);
      const size = readSync(file, piece, 0, length, null);
      isWhole = size < length;
      if (size > 0) yield piece.subarray(0, size);
    }
  } finally {
    closeSync(file);
  }
}
