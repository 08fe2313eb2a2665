import { posix } from 'node:path';

import { BasewrightError, reasonOf, readWorkspaceFile } from '@basewright/core';
import { isLibraryList } from '@basewright/image';

import { parseLibraryList } from './library-list';
import { LIBRARY_HINT, type LibraryRequest, readLibraryName } from './library-request';

interface Written {
  readonly text: string;
  readonly by: string;
  readonly place: string;
}

/**
 * The libraries an image asks for, with its lists read. `libraries` are names and paths of lists relative to
 * `workspace`, an absolute path. Throws BAD_INPUT with every list that is not there and every text that is no name.
 */
export async function readRequests(workspace: string, libraries: readonly string[]): Promise<LibraryRequest[]> {
  const problems: string[] = [];
  const requests: LibraryRequest[] = [];
  for (const [index, text] of libraries.entries()) {
    const place = `libraries[${index}]`;
    const own = { text, by: `libraries: ${text}`, place };
    for (const one of isLibraryList(text) ? await readList(workspace, text, place, problems) : [own]) {
      const reading = readLibraryName(one.text);
      if (reading === undefined) problems.push(`${one.place}: "${one.text}" is not the name of a library`);
      else requests.push({ ...one, ...reading });
    }
  }
  if (problems.length === 0) return requests;
  throw new BasewrightError('BAD_INPUT', `cannot add libraries:\n${problems.map((line) => `  ${line}`).join('\n')}`, {
    hint: LIBRARY_HINT,
  });
}

async function readList(workspace: string, path: string, place: string, problems: string[]): Promise<Written[]> {
  try {
    const names = parseLibraryList(await readWorkspaceFile(workspace, path, LIBRARY_HINT));
    // A reason has no line number: it would change with every comment.
    const file = posix.basename(path);
    return names.map(({ text, line }) => ({ text, by: `${file}: ${text}`, place: `${posix.normalize(path)}:${line}` }));
  } catch (error) {
    problems.push(`${place}: ${reasonOf(error)}`);
    return [];
  }
}
