import { once } from 'node:events';
import { posix } from 'node:path';

import { BasewrightError, reasonOf } from '@basewright/core';
import { Parser, type ReadEntry } from 'tar';

import { isEmptyLayer } from './empty-layer';
import { isGzip, layerBytes } from './layer-bytes';
import { unusable } from './stored-image';

/** What an entry of a layer is; `other`: a device or a pipe. */
export type EntryType = 'directory' | 'file' | 'symlink' | 'hardlink' | 'other';

const TYPES: Readonly<Record<string, EntryType>> = {
  Directory: 'directory',
  GNUDumpDir: 'directory',
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  SymbolicLink: 'symlink',
  Link: 'hardlink',
  CharacterDevice: 'other',
  BlockDevice: 'other',
  FIFO: 'other',
};

/** More than any image has: node's own sources are 40,000 files, a TeX distribution 200,000. */
const MOST_ENTRIES = 5_000_000;

/** Bytes of a path: no system call of Linux takes a longer one (PATH_MAX). */
const LONGEST_PATH = 4096;

/** One entry as it comes by. */
export interface PassingEntry {
  /** Its place among the entries of the layer, from 0. */
  readonly index: number;
  /** Absolute, without a final slash. */
  readonly path: string;
  readonly type: EntryType;
  /** Names of its extended attributes: `security.capability`. */
  readonly attributes: readonly string[];
  /** As the tar has it: mode, owner, time, target. The content is for an {@link EntryReader}. */
  readonly raw: Pick<ReadEntry, 'mode' | 'uid' | 'gid' | 'mtime' | 'linkpath' | 'size'>;
}

/** Takes the content of an entry, piece by piece. What it throws ends the reading of the layer. */
export interface EntryReader {
  readonly data: (piece: Buffer) => void;
  readonly end: () => void;
}

/**
 * Reads a layer, plain or through gzip, and shows each entry in the archive's order; what `show` gives for one takes its
 * content. `what` names the layer in errors: BAD_INPUT for what is no tar, for entries outside the tree and of kinds that
 * nobody could unpack, and beyond all limits. Throws what `show` and the readers throw.
 */
export async function passEntries(
  file: string,
  what: string,
  show: (entry: PassingEntry) => EntryReader | null,
): Promise<void> {
  let count = 0;
  let attributes: string[] = [];
  let failure: { readonly error: unknown } | null = null;
  // The parser calls from inside events, where nobody would catch what is thrown.
  const guarded = (act: () => void): void => {
    if (failure !== null) return;
    try {
      act();
    } catch (error) {
      failure = { error };
    }
  };
  const throwFailure = (): void => {
    if (failure !== null) throw failure.error;
  };
  const onReadEntry = (raw: ReadEntry): void => {
    let reader: EntryReader | null = null;
    const own = attributes;
    attributes = [];
    guarded(() => {
      const { path, type } = checked(raw, what);
      if (count >= MOST_ENTRIES) throw unusable(what, `it has more than ${MOST_ENTRIES} entries`);
      reader = show({ index: count++, path, type, attributes: own, raw });
    });
    take(raw, reader, guarded);
  };
  const parser = new Parser({ strict: true, onReadEntry });
  parser.on('meta', (text: string) => {
    guarded(() => {
      const { names, problem } = readPax(text);
      if (problem !== undefined) throw unusable(what, problem);
      attributes.push(...names.flatMap((name) => ATTRIBUTE.exec(name)?.groups?.['name'] ?? []));
    });
  });
  parser.on('ignoredEntry', (raw: ReadEntry) => {
    guarded(() => checked(raw, what));
  });
  const bytes = await layerBytes(file);
  const pump = async (): Promise<void> => {
    let isFirst = true;
    for await (const chunk of bytes) {
      throwFailure();
      // The parser would unpack it once more.
      if (isFirst && isGzip(chunk as Buffer)) throw unusable(what, 'it is gzip in gzip');
      isFirst = false;
      if (!parser.write(chunk as Buffer)) await once(parser, 'drain');
    }
    parser.end();
  };
  // A parser is no stream of Node's own class, so that pipeline() would wait for ever.
  const ended = new Promise<void>((resolve, reject) => {
    parser.on('end', resolve).on('error', reject);
    pump().catch(reject);
  });
  await ended
    .catch(async (cause: unknown) => {
      throwFailure();
      // The parser takes a tar without entries for none.
      if (count === 0 && (await isEmptyLayer(file))) return;
      throw cause instanceof BasewrightError ? cause : unusable(what, `it is no tar: ${reasonOf(cause)}`);
    })
    .finally(() => bytes.destroy());
  throwFailure();
}

function take(raw: ReadEntry, reader: EntryReader | null, guarded: (act: () => void) => void): void {
  if (reader === null) {
    raw.resume();
    return;
  }
  raw.on('end', () => {
    guarded(reader.end);
  });
  raw.on('data', (piece: Buffer) => {
    guarded(() => {
      reader.data(piece);
    });
  });
}

/** Where an entry goes, and what it is. Throws BAD_INPUT for one that no tree has. */
function checked(raw: ReadEntry, what: string): Pick<PassingEntry, 'path' | 'type'> {
  const path = placeOf(raw.path);
  if (path === null) throw unusable(what, `it has an entry outside the tree: ${shortened(raw.path)}`);
  const problem = mistakeOf(path) ?? numberMistakeOf(raw, path);
  if (problem !== null) throw unusable(what, problem);
  const type = TYPES[raw.type];
  if (type !== undefined) return { path, type };
  throw unusable(what, `it has an entry of a type that is not supported, ${raw.type}: ${shortened(path)}`);
}

/** What is wrong with a place as that of an entry. */
function mistakeOf(path: string): string | null {
  if (Buffer.byteLength(path) > LONGEST_PATH)
    return `it has a path of more than ${LONGEST_PATH} bytes: ${shortened(path)}`;
  return path.includes('\0') ? `it has a path with a NUL in it: ${shortened(path)}` : null;
}

/** What is wrong with the numbers of an entry. Of a size below zero the parser makes none, and takes the file for empty. */
function numberMistakeOf({ header, uid = 0, gid = 0, mtime }: ReadEntry, path: string): string | null {
  const { type, size = type === 'File' ? -1 : 0 } = header;
  if (size < 0) return `it has a file whose size is no number, or below zero: ${shortened(path)}`;
  const hasOwner = [uid, gid].every((id) => Number.isSafeInteger(id) && id >= 0);
  if (!hasOwner) return `it has an entry whose owner is ${uid}:${gid}: ${shortened(path)}`;
  return mtime !== undefined && Number.isNaN(mtime.getTime())
    ? `it has an entry whose time is none: ${shortened(path)}`
    : null;
}

/** How an extended header names an extended attribute: https://www.gnu.org/software/tar/manual/html_node/Extended-File-Attributes.html */
const ATTRIBUTE = /^SCHILY\.xattr\.(?<name>.*)$/s;

/**
 * The names in an extended header, which the parser reads as far as it can, and what is wrong with it:
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html ("pax Extended Header"). Nothing of a long name of
 * GNU's, which has no line break at its end.
 */
function readPax(text: string): { readonly names: readonly string[]; readonly problem?: string } {
  const names: string[] = [];
  const bytes = Buffer.from(text.endsWith('\n') ? text : '');
  for (let at = 0; at < bytes.length;) {
    const [, length = '', name = ''] = /^(\d{1,10}) ([^=]+)=/.exec(bytes.toString('latin1', at, at + 300)) ?? [];
    const end = at + Number(length);
    const isRecord = name !== '' && end <= bytes.length && bytes[end - 1] === LINE_BREAK;
    // Values of attributes are bytes, and longer as the text that the parser makes of them.
    if (!isRecord && names.some((one) => ATTRIBUTE.test(one))) return { names };
    const record = shortened(bytes.toString('utf8', at, isRecord ? end : undefined));
    if (!isRecord && !ATTRIBUTE.test(name))
      return { names, problem: `it has an extended header with a record of another length than it says: ${record}` };
    if (['path', 'linkpath'].includes(name) && bytes.subarray(at, end).includes(0))
      return { names, problem: `it has a path with a NUL in it: ${record}` };
    if (name === 'size' && !/^\d+ size=\d+\n$/.test(record))
      return { names, problem: `it has a size that is none: ${record}` };
    names.push(name);
    if (!isRecord) return { names };
    at = end;
  }
  return { names };
}

const LINE_BREAK = 10;

/** The absolute path of a tar's name, in its one spelling; null for one that leads out of the tree. */
export function placeOf(name: string): string | null {
  const names: string[] = [];
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') names.push(part);
    else if (names.pop() === undefined) return null;
  }
  return posix.join('/', ...names);
}

/** A text of the image for a message: no longer than it takes to know it. */
export function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
