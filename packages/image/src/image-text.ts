import { join } from 'node:path';

import { BasewrightError, readForeignSync, reasonOf } from '@basewright/core';

/** Bytes: more than anybody writes, and read within seconds. */
const LONGEST = 16 << 20;

/** The text of an image.json (`file` is relative to the workspace). Throws BAD_INPUT for what is no file; no pipe is waited for. */
export function readImageText(workspace: string, file: string): string {
  try {
    return readForeignSync(join(workspace, file), LONGEST).toString('utf8');
  } catch (cause) {
    throw new BasewrightError('BAD_INPUT', `cannot read ${file}: ${reasonOf(cause)}`, { cause });
  }
}
