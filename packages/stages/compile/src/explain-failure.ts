import { readFile } from 'node:fs/promises';

import { BasewrightError, tailOf } from '@basewright/core';

/** `  CC      archival/ar.o`: with several jobs the others go on after an error. */
const STEP = /^ {2}[A-Z]+ +\S/;

/** The lines of a compiler's output that say what went wrong: errors and the linker's, else the last ones. */
export function relevantLines(log: string, most = 20): string {
  const lines = log.split('\n').filter((line) => !STEP.test(line));
  const first = lines.findIndex((line) => /(\berror:|undefined reference|\*\*\* )/.test(line));
  return first === -1 ? tailOf(lines.join('\n'), most) : tailOf(lines.slice(first, first + most).join('\n'), most);
}

/** The error a failed make is shown as, with the lines of its log that matter. Other errors stay as they are. */
export async function explainMakeFailure(error: unknown, what: string, log: string): Promise<unknown> {
  if (!(error instanceof BasewrightError) || error.code !== 'TOOL_FAILED') return error;
  const said = relevantLines(await readFile(log, 'utf8').catch(() => ''));
  return new BasewrightError('TOOL_FAILED', `cannot compile ${what}:\n${said}`, {
    cause: error,
    hint: `the whole log is ${log}`,
  });
}
