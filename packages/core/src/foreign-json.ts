import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

import { systemCodeOf } from './errors';

/** Deeper than any document that is read here; deeper ones would end recursion with a stack overflow. */
const MOST_LEVELS = 100;

/** Reads JSON that somebody else wrote. Throws a SyntaxError for what is none, or is nested more than 100 levels deep. */
export function parseForeignJson(text: string): unknown {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (depth > MOST_LEVELS) throw new SyntaxError(`it is nested more than ${MOST_LEVELS} levels deep`);
  }
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
    const stat = await file.stat();
    if (!stat.isFile()) throw new Error('it is no regular file');
    if (stat.size > limit) throw new Error(`it has ${stat.size} bytes, more than ${limit}`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}
