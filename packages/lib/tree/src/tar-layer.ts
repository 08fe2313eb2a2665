import { BasewrightError, readPieces } from '@basewright/core';
import { Header, Pax } from 'tar';

import { type FileEntry, sizeOf, type TreeEntry } from './tree';

const BLOCK = 512;

const TYPES = { directory: 'Directory', file: 'File', symlink: 'SymbolicLink', hardlink: 'Link' } as const;

/** Times of a layer's entries, in seconds since 1970: of what is packaged, and of the image's own files. */
export interface LayerTimes {
  readonly packaged: number;
  readonly own: number;
}

/**
 * The bytes of a tar (POSIX.1-2001) with the entries of a plan, in the plan's order but hard links last, so that each
 * comes after its file. Owners are numbers without names, every time is one of `times`, but for files with an
 * age, which are older by that.
 * Throws what reading a file's content throws, and TOOL_FAILED when a file has another size than planned.
 */
export function* tarLayer(entries: readonly TreeEntry[], times: LayerTimes): Generator<Uint8Array, void> {
  const isLink = (entry: TreeEntry): boolean => entry.type === 'hardlink';
  for (const entry of [...entries.filter((each) => !isLink(each)), ...entries.filter(isLink)]) {
    yield headerOf(entry, times);
    if (entry.type === 'file') yield* contentOf(entry);
  }
  yield Buffer.alloc(2 * BLOCK);
}

function headerOf(entry: TreeEntry, times: LayerTimes): Uint8Array {
  const fields = {
    path: tarPath(entry),
    ...('target' in entry ? { linkpath: entry.type === 'hardlink' ? entry.target.slice(1) : entry.target } : {}),
    uid: entry.uid,
    gid: entry.gid,
    size: sizeOf(entry),
    mtime: new Date(timeOf(entry, times) * 1000),
  };
  const header = new Header({
    ...fields,
    path: fields.path.slice(0, LONGEST),
    mode: entry.mode,
    type: TYPES[entry.type],
  });
  const needsPax = header.encode();
  const block = header.block ?? Buffer.alloc(0);
  return needsPax ? Buffer.concat([new Pax(fields).encode(), block]) : block;
}

/**
 * Characters of a path that are given to the header, which has room for 255 bytes. It looks for the part that fits in the
 * time of the square of the length (tar 7, `splitPrefix`), and makes the same bytes of a path that is cut off here.
 */
const LONGEST = 512;

/** `/` is `./` and `/bin` is `bin/`, as GNU tar names them; layers hold no absolute names. */
function tarPath({ path, type }: TreeEntry): string {
  if (path === '/') return './';
  return `${path.slice(1)}${type === 'directory' ? '/' : ''}`;
}

function* contentOf({ path, content }: FileEntry): Generator<Uint8Array, void> {
  const planned = 'bytes' in content ? content.bytes.length : content.size;
  let size = 0;
  for (const piece of 'bytes' in content ? [content.bytes] : readPieces(content.file)) {
    size += piece.length;
    yield piece;
  }
  if (size !== planned) {
    throw new BasewrightError('TOOL_FAILED', `cannot write ${path} into the layer: its file changed meanwhile`, {
      hint: 'run the target again',
    });
  }
  yield Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

/** No time is before 1970, which a header cannot say. */
function timeOf(entry: TreeEntry, { packaged, own }: LayerTimes): number {
  const mtime = entry.isPackaged === true ? packaged : own;
  const { age = 0 } = entry.type === 'file' ? entry : {};
  return age > mtime ? mtime + age : mtime - age;
}
