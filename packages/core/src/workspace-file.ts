import { realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import { BasewrightError, reasonOf, systemCodeOf } from './errors';
import { readForeignFile } from './foreign-json';

/** Bytes: more than any text that people write into a workspace. */
const LONGEST_TEXT = 16 << 20;

/**
 * The text of a file of the workspace. Nx hashes no other, and of no other may a line get into a message or an image: links
 * are followed to where they lead. Throws BAD_INPUT for a file outside, and for what is no regular file; NOT_FOUND for one
 * that is not there. `hint` says what the path is for.
 */
export async function readWorkspaceFile(workspace: string, path: string, hint: string): Promise<string> {
  const refused = (code: 'BAD_INPUT' | 'NOT_FOUND', reason: string, cause?: unknown): BasewrightError =>
    new BasewrightError(code, `cannot read ${path}: ${reason}`, { hint, cause });
  const real = await Promise.all([workspace, join(workspace, path)].map((one) => realpath(one))).catch(
    (cause: unknown) => {
      throw refused('NOT_FOUND', systemCodeOf(cause) === 'ENOENT' ? 'there is no such file' : reasonOf(cause), cause);
    },
  );
  const [root = '', file = ''] = real;
  const from = relative(root, file);
  if (from === '..' || from.startsWith(`..${sep}`)) throw refused('BAD_INPUT', 'it lies outside the workspace');
  const bytes = await readForeignFile(file, LONGEST_TEXT).catch((cause: unknown) => {
    throw refused('BAD_INPUT', reasonOf(cause), cause);
  });
  return bytes.toString('utf8');
}
