import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { access, lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { BasewrightError } from './errors';
import { temporaryBeside } from './temporary-names';

/** Whether something lies at a path. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * A path in a directory that a build wrote to, for us to read or write there: no part of it is a link, which would lead to
 * whatever the build's sources like. `path` is relative; nothing needs to be there. Throws BAD_INPUT for a link, and for a path
 * out of the directory.
 */
export async function plainPath(directory: string, path: string): Promise<string> {
  let place = directory;
  for (const name of path.split('/')) {
    if (name === '..')
      throw new BasewrightError('BAD_INPUT', `cannot use ${path}: it leads out of the directory that it is of`);
    place = join(place, name);
    const found = await lstat(place).catch(() => null);
    if (found?.isSymbolicLink() === true)
      throw new BasewrightError('BAD_INPUT', `cannot use ${place}: the build has put a link there`, {
        hint: 'a makefile or a patch of the sources makes it: take that out',
      });
  }
  return place;
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
