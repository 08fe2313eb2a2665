import { isElf, readPieces } from '@basewright/core';
import { type Program, programOf } from '@basewright/tree';

import { type FileContent } from './tree';

/** What a file of a plan is to whoever executes it. Throws what reading it throws. */
export function programOfContent(content: FileContent): Program {
  if ('bytes' in content) return programOf(content.bytes);
  return content.program ?? programOfFile(content.file);
}

function programOfFile(path: string): Program {
  const pieces: Buffer[] = [];
  for (const piece of readPieces(path)) {
    pieces.push(piece);
    if (pieces[0] !== undefined && !isElf(pieces[0])) break;
  }
  return programOf(Buffer.concat(pieces));
}
