import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { type Inspection } from '@basewright/oci';
import { baseFactReader, type FileContent } from '@basewright/tree';

import { type KeptFact } from './base-entries';

/** Bytes of a file that is kept in memory: an image has tens of thousands that are small, and few that are large. */
const SMALL = 4096;

/** Looks at the files of a base as any layer on it does, and keeps their contents: large ones in an empty directory. */
export function keptContents(directory: string): Inspection<KeptFact> {
  let count = 0;
  return (path) => {
    const { data, end } = baseFactReader(path);
    const content = contentReader(join(directory, String(count++)));
    return {
      data: (piece) => {
        data(piece);
        content.data(piece);
      },
      end: () => ({ ...end(), content: content.end() }),
    };
  };
}

/** Takes a content, and has it in `file` when it is large. */
function contentReader(file: string): { readonly data: (piece: Buffer) => void; readonly end: () => FileContent } {
  const pieces: Buffer[] = [];
  let size = 0;
  let opened: number | null = null;
  const write = (to: number, piece: Buffer): void => {
    for (let at = 0; at < piece.length;) at += writeSync(to, piece, at);
  };
  return {
    data: (piece) => {
      size += piece.length;
      if (opened === null && size > SMALL) {
        opened = openSync(file, 'wx', 0o600);
        for (const earlier of pieces.splice(0)) write(opened, earlier);
      }
      if (opened === null) pieces.push(piece);
      else write(opened, piece);
    },
    end: () => {
      if (opened === null) return { bytes: Buffer.concat(pieces) };
      closeSync(opened);
      return { file, size };
    },
  };
}
