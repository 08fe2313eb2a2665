import { readFile } from 'node:fs/promises';

import { headOfFile, isElf } from '@basewright/core';
import { type Program, programOf } from '@basewright/tree';

import { type FileContent } from './tree';

/** What a file of a plan is to whoever executes it. Throws what reading it throws. */
export async function programOfContent(content: FileContent): Promise<Program> {
  if ('bytes' in content) return programOf(content.bytes);
  const head = await headOfFile(content.file);
  return programOf(isElf(head) ? await readFile(content.file) : head);
}
