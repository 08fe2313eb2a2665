import { createHash } from 'node:crypto';

import { headOf, readPieces } from '@basewright/core';
import { isElf } from '@basewright/elf';

import { type Program, programOf } from './program';

/** What a stage has to know of the content of a file. */
export interface Looked {
  readonly sha256: string;
  /** What the file is to whoever executes it. */
  readonly program: Program;
}

/** Reads a file, once. Throws what the file system throws. */
export function lookAtFile(path: string): Looked {
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  for (const piece of readPieces(path)) {
    hash.update(piece);
    // Of ELF all of it is needed, of anything else the head.
    if (kept.length === 0) kept.push(isElf(piece) ? piece : Buffer.from(headOf(piece)));
    else if (kept[0] !== undefined && isElf(kept[0])) kept.push(piece);
  }
  return { sha256: hash.digest('hex'), program: programOf(Buffer.concat(kept)) };
}
