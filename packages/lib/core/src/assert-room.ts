import { statfs } from 'node:fs/promises';

import { BasewrightError } from './errors';

/** Bytes: with less, what a program wrote that does not look at the results of its writes may be cut off. */
const LEAST = 1 << 20;

/** Throws NO_SPACE where the disk is full after a program has written to a directory. `purpose`: as in "cannot <purpose>: …". */
export async function assertRoom(directory: string, purpose: string): Promise<void> {
  const { bavail, bfree, bsize } = await statfs(directory);
  // What is kept back for root is room for root.
  const free = (process.getuid?.() === 0 ? bfree : bavail) * bsize;
  if (free < LEAST) throw new BasewrightError('NO_SPACE', `cannot ${purpose}: ${free} bytes are left for ${directory}`);
}
