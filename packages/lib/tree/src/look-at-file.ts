import { createHash } from 'node:crypto';

import { headOf, readPieces } from '@basewright/core';
import { isElf } from '@basewright/elf';

import { type Program, programOf } from './program';

/** What a stage has to know of the content of a file. */
export interface Looked {
  readonly sha256: string;
  /** What the file is to whoever executes it. */
  readonly program: Program;
  /** The content of a file that is small. */
  readonly bytes?: Buffer;
}

/** Bytes of a small file: what a tree has many of, and reading of which costs more than keeping it. */
const SMALL = 1 << 16;

/** Reads a file, once. Throws what the file system throws. */
export function lookAtFile(path: string): Looked {
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  let bytes: Buffer | undefined = Buffer.alloc(0);
  for (const piece of readPieces(path)) {
    hash.update(piece);
    bytes = kept.length === 0 && piece.length <= SMALL ? piece : undefined;
    // Of ELF all of it is needed, of anything else the head.
    if (kept.length === 0) kept.push(isElf(piece) ? piece : Buffer.from(headOf(piece)));
    else if (kept[0] !== undefined && isElf(kept[0])) kept.push(piece);
  }
  const program = programOf(kept.length === 1 && kept[0] !== undefined ? kept[0] : Buffer.concat(kept));
  return { sha256: hash.digest('hex'), program, ...(bytes === undefined ? {} : { bytes }) };
}
