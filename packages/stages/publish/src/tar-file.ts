import { createReadStream, createWriteStream } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { BasewrightError } from '@basewright/core';
import { Header } from 'tar';

const BLOCK = 512;

/** A regular file in a tar; `path` has at most 100 bytes. */
export interface TarFile {
  readonly path: string;
  readonly content: Uint8Array | { readonly file: string; readonly size: number };
}

/** Writes a ustar of regular files: owner 0, mode 0644, every time `mtime` (seconds since 1970), in the order given. */
export async function writeTar(path: string, files: readonly TarFile[], mtime: number): Promise<void> {
  await pipeline(Readable.from(tarBytes(files, mtime), { objectMode: false }), createWriteStream(path));
  await chmod(path, 0o644);
}

async function* tarBytes(files: readonly TarFile[], mtime: number): AsyncGenerator<Uint8Array> {
  for (const { path, content } of files) {
    const size = content instanceof Uint8Array ? content.length : content.size;
    yield header(path, size, mtime);
    let written = 0;
    for await (const chunk of content instanceof Uint8Array ? [content] : createReadStream(content.file)) {
      written += (chunk as Uint8Array).length;
      yield chunk as Uint8Array;
    }
    if (written !== size) {
      throw new BasewrightError('TOOL_FAILED', `cannot write ${path} into an archive: its file changed meanwhile`);
    }
    yield Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
  }
  yield Buffer.alloc(2 * BLOCK);
}

function header(path: string, size: number, mtime: number): Uint8Array {
  const made = new Header({ path, size, mode: 0o644, uid: 0, gid: 0, mtime: new Date(mtime * 1000), type: 'File' });
  const overflows = made.encode();
  if (overflows || made.block === undefined) throw new Error(`${path} (${size} bytes) does not fit a ustar header`);
  return made.block;
}
