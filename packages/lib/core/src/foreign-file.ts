import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import { BasewrightError, reasonOf, systemCodeOf } from './errors';

/** Deeper than any document that is read here; deeper ones would end recursion with a stack overflow. */
const MOST_LEVELS = 100;

/** Why a JSON text is nested deeper than anything that is read here, as the end of a sentence; null when it is not. */
export function nestingMistake(text: string): string | null {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const token = text[at];
    if (token === '"') at = endOfText(text, at);
    else if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (depth > MOST_LEVELS) return `it is nested more than ${MOST_LEVELS} levels deep`;
  }
  return null;
}

/** Where the text that begins at a quotation mark ends. No regular expression: of a long text those run out of stack. */
function endOfText(text: string, begin: number): number {
  for (let at = begin + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

/** Reads JSON that somebody else wrote. Throws a SyntaxError for what is none, or is nested more than 100 levels deep. */
export function parseForeignJson(text: string): unknown {
  const mistake = nestingMistake(text);
  if (mistake !== null) throw new SyntaxError(mistake);
  return JSON.parse(text) as unknown;
}

/**
 * The content of a regular file of at most `limit` bytes; no pipe or device is waited for, and with `ownOnly` no link is
 * followed. Throws what the file system throws, and an Error that says what the file is instead.
 */
export async function readForeignFile(path: string, limit: number, { ownOnly = false } = {}): Promise<Buffer> {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | (ownOnly ? constants.O_NOFOLLOW : 0);
  const file = await open(path, flags).catch((error: unknown) => {
    if (ownOnly && systemCodeOf(error) === 'ELOOP') throw new Error('it is a link', { cause: error });
    throw error;
  });
  try {
    refuseOthers(await file.stat(), limit);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** The same at once, for what Nx wants to know at once. */
export function readForeignSync(path: string, limit: number): Buffer {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    refuseOthers(fstatSync(file), limit);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function refuseOthers(stat: Stats, limit: number): void {
  if (!stat.isFile()) throw new Error('it is no regular file');
  if (stat.size > limit) throw new Error(`it has ${stat.size} bytes, more than ${limit}`);
}

/** Bytes: more than any text that people write into a workspace. */
const LONGEST_TEXT = 16 << 20;

/** The text of a file of the workspace; see {@link readWorkspaceBytes}. */
export async function readWorkspaceFile(workspace: string, path: string, hint: string): Promise<string> {
  return (await readWorkspaceBytes(workspace, path, hint)).toString('utf8');
}

/** {@link readWorkspaceSync}, as stages read. */
export function readWorkspaceBytes(workspace: string, path: string, hint: string): Promise<Buffer> {
  return Promise.resolve().then(() => readWorkspaceSync(workspace, path, hint));
}

/**
 * What a file of the workspace holds. Nx hashes no other, and of no other may a line get into a message or an image: links
 * are followed to where they lead. Throws BAD_INPUT for a file outside, and for what is no regular file; NOT_FOUND for one
 * that is not there. `hint` says what the path is for.
 */
export function readWorkspaceSync(workspace: string, path: string, hint?: string): Buffer {
  const refused = (code: 'BAD_INPUT' | 'NOT_FOUND', reason: string, cause?: unknown): BasewrightError =>
    new BasewrightError(code, `cannot read ${path}: ${reason}`, { ...(hint === undefined ? {} : { hint }), cause });
  const real = (one: string): string => {
    try {
      return realpathSync(one);
    } catch (cause) {
      throw refused('NOT_FOUND', systemCodeOf(cause) === 'ENOENT' ? 'there is no such file' : reasonOf(cause), cause);
    }
  };
  const file = real(join(workspace, path));
  const from = relative(real(workspace), file);
  if (from === '..' || from.startsWith(`..${sep}`)) throw refused('BAD_INPUT', 'it lies outside the workspace');
  try {
    return readForeignSync(file, LONGEST_TEXT);
  } catch (cause) {
    throw refused('BAD_INPUT', reasonOf(cause), cause);
  }
}
