import { open, readFile } from 'node:fs/promises';

import { isElf } from '@basewright/core';
import { HEAD, type Program, programOf } from '@basewright/tree';

import { type FileContent } from './tree';

/** What a file of a plan is to whoever executes it. Throws what reading it throws. */
export async function programOfContent(content: FileContent): Promise<Program> {
  if ('bytes' in content) return programOf(content.bytes);
  const head = await headOf(content.file);
  return programOf(isElf(head) ? await readFile(content.file) : head);
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
