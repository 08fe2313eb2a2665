import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

import { PIECE, readPieces } from './files';
import { stableJson } from './json';

/** Lower-case hexadecimal sha256 (64 characters) of bytes or text. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Lower-case hexadecimal sha256 of a file's content, read in pieces. Throws what the file system throws. */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256');
  for (const piece of readPieces(path)) {
    hash.update(piece);
    // A large file must not keep others in this process from going on.
    if (piece.length === PIECE) await setImmediate();
  }
  return hash.digest('hex');
}

/** The sha256 that names a plain value: that of its stable JSON. Used for keys in the store. */
export function digestOf(value: unknown): string {
  return sha256(stableJson(value));
}
