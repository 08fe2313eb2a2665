import { readFile } from 'node:fs/promises';

import { lookAtFile } from './look-at-file';
import { type Program, programOf } from './program';
import { type FileContent } from './tree';

/** What a file of a plan is to whoever executes it. Throws what reading it throws. */
export function programOfContent(content: FileContent): Program {
  if (content.program !== undefined) return content.program;
  return 'bytes' in content ? programOf(content.bytes) : lookAtFile(content.file).program;
}

/** The bytes of a file of a plan. Throws what reading it throws. */
export async function readContent(content: FileContent): Promise<Buffer> {
  return 'bytes' in content ? Buffer.from(content.bytes) : readFile(content.file);
}
