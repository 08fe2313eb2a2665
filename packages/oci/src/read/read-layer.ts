import { createReadStream } from 'node:fs';
import { posix } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { BasewrightError, reasonOf } from '@basewright/core';
import { list, type ReadEntry } from 'tar';

import { unusable } from './stored-image';

/** One entry of a layer, as its tar has it. */
export interface LayerEntry<Fact> {
  /** Absolute, without a final slash. */
  readonly path: string;
  /** `other`: a device or a pipe. */
  readonly type: 'directory' | 'file' | 'symlink' | 'hardlink' | 'other';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** What a symbolic link says, or the absolute path that a hard link is another name of. */
  readonly target?: string;
  /** What was found in a file's content. */
  readonly fact?: Fact;
}

/** How the content of files is looked at while a layer is read; what `fact` gives is kept, the bytes are not. */
export interface Inspection<Fact> {
  /** Whether to read the content of a file at a path with these permission bits. */
  readonly wants: (path: string, mode: number) => boolean;
  readonly fact: (path: string, bytes: Buffer) => Fact;
}

const TYPES: Readonly<Record<string, LayerEntry<never>['type']>> = {
  Directory: 'directory',
  GNUDumpDir: 'directory',
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  SymbolicLink: 'symlink',
  Link: 'hardlink',
};

/** The entries of a layer, plain or through gzip, in the archive's order. `what` names it in errors: BAD_INPUT. */
export async function readLayer<Fact>(
  file: string,
  what: string,
  inspection: Inspection<Fact>,
): Promise<LayerEntry<Fact>[]> {
  const entries: Promise<LayerEntry<Fact>>[] = [];
  const problems: string[] = [];
  const onReadEntry = (entry: ReadEntry): void => {
    const path = placeOf(entry.path);
    if (path === null) problems.push(entry.path);
    if (path === null || TYPES[entry.type] !== 'file' || !inspection.wants(path, entry.mode ?? 0)) {
      entry.resume();
      if (path !== null) entries.push(Promise.resolve(plainEntry(path, entry)));
      return;
    }
    const read = entry
      .concat()
      .then((bytes) => ({ ...plainEntry<Fact>(path, entry), fact: inspection.fact(path, bytes) }));
    // What it throws is reported below; until then it must not count as unhandled.
    read.catch(() => undefined);
    entries.push(read);
  };
  // A parser is a stream, though not one of Node's own class.
  const parser = list({ strict: true, onReadEntry }) as unknown as NodeJS.WritableStream;
  await pipeline(createReadStream(file), parser).catch((cause: unknown) => {
    throw cause instanceof BasewrightError ? cause : unusable(what, `it is no tar: ${reasonOf(cause)}`);
  });
  if (problems.length > 0) {
    throw unusable(what, `it has entries outside the tree: ${problems.slice(0, 5).join(', ')}`);
  }
  return Promise.all(entries);
}

function plainEntry<Fact>(path: string, { type, mode = 0, uid = 0, gid = 0, linkpath }: ReadEntry): LayerEntry<Fact> {
  const kind = TYPES[type] ?? 'other';
  const target = kind === 'hardlink' ? (placeOf(linkpath ?? '') ?? '') : linkpath;
  return {
    path,
    type: kind,
    mode: mode & 0o7777,
    uid,
    gid,
    ...(target === undefined || target === '' ? {} : { target }),
  };
}

/** The absolute path of a tar's name, in its one spelling; null for one that leads out of the tree. */
function placeOf(name: string): string | null {
  const names = name.split('/').filter((part) => part !== '' && part !== '.');
  return names.includes('..') ? null : posix.join('/', ...names);
}
