import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { access, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Whether something lies at a path. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** A name beside `path` that nobody else uses, on the same file system: for writing, then renaming. */
export function temporaryBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${String(process.pid)}-${randomBytes(4).toString('hex')}.tmp`);
}

/** Writes a whole file under a temporary name, then renames it: readers see the old content or the new. */
export async function writeAtomic(path: string, content: Uint8Array | string, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = temporaryBeside(path);
  try {
    await writeFile(temporary, content, { mode });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * Makes a directory that is there whole or not at all: `fill` works in a temporary one, which is then renamed.
 * When somebody else was quicker with the same name, theirs is kept: the name stands for the content.
 */
export async function makeDirectoryOnce(path: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  if (await exists(path)) return;
  const temporary = temporaryBeside(path);
  await mkdir(temporary, { recursive: true });
  try {
    await fill(temporary);
    await rename(temporary, path).catch(async (error: unknown) => {
      if (!(await exists(path))) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Replaces a directory by a filled one: `fill` works in a temporary directory beside it. Call it under a lock. */
export async function replaceDirectory<T>(path: string, fill: (temporary: string) => Promise<T>): Promise<T> {
  await removeAbandoned(path);
  const temporary = temporaryBeside(path);
  const old = temporaryBeside(path);
  await mkdir(temporary, { recursive: true });
  try {
    const result = await fill(temporary);
    if (await exists(path)) await rename(path, old);
    await rename(temporary, path);
    return result;
  } finally {
    await Promise.all([temporary, old].map((leftover) => rm(leftover, { recursive: true, force: true })));
  }
}

/** Removes what a killed {@link replaceDirectory} of the same path left behind. */
async function removeAbandoned(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const prefix = `.${basename(path)}.`;
  const leftovers = (await readdir(dirname(path))).filter((name) => name.startsWith(prefix) && name.endsWith('.tmp'));
  await Promise.all(leftovers.map((name) => rm(join(dirname(path), name), { recursive: true, force: true })));
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
