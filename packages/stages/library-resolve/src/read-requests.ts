import { posix } from 'node:path';

import { BasewrightError, readWorkspaceFile, reasonOf } from '@basewright/core';

import { parseLibraryList } from './library-list';
import { LIBRARY_HINT, type LibraryRequest, readLibraryName } from './library-request';

/** A library that an image asks for: its name; or the file with a list of names, relative to the workspace. */
export type LibraryEntry = string | { readonly list: string };

interface Written {
  readonly text: string;
  readonly by: string;
  readonly place: string;
}

/**
 * The libraries an image asks for, with its lists read. `workspace` is an absolute path. Throws BAD_INPUT with every list that is not there and every text that is no name.
 */
export async function readRequests(workspace: string, libraries: readonly LibraryEntry[]): Promise<LibraryRequest[]> {
  const problems: string[] = [];
  const requests: LibraryRequest[] = [];
  for (const [index, entry] of libraries.entries()) {
    const place = `libraries[${index}]`;
    const named =
      typeof entry === 'string'
        ? [{ text: entry, by: `libraries: ${entry}`, place }]
        : await readList(workspace, entry.list, place, problems);
    for (const one of named) {
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
