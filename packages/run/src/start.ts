import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';

import { BasewrightError, exec, plainEnvironment } from '@basewright/core';
import { checkSandbox } from '@basewright/hermetic';

import { outputPipes } from './output-pipes';

/**
 * Lets this process outlive signals until it is done: they are for the command, which is sent them as well, and when it
 * has ended its tree is still to be removed.
 */
export function outliveSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => undefined);
}

/** Where bubblewrap says what it did. */
const STATUS_FD = 3;

/** bubblewrap's option for {@link start}. */
export const STATUS_OPTION: readonly string[] = ['--json-status-fd', String(STATUS_FD)];

/**
 * Starts a command line around bubblewrap on our own standard input, output and error, and gives the exit status of the
 * command in it; 128 and the number of the signal that ended it. Throws TOOL_FAILED, or MISSING_PREREQUISITE, when it was
 * not started.
 */
export async function start([program = '', ...args]: readonly string[], purpose: string): Promise<number> {
  const { stdio, passOn } = await outputPipes();
  const child = spawn(program, args, { stdio: ['inherit', ...stdio, 'pipe'], env: plainEnvironment() });
  const passedOn = passOn();
  let said = '';
  child.stdio[STATUS_FD]?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  await passedOn;
  if (signal !== null) return 128 + constants.signals[signal];
  if (!said.includes('"exit-code"')) throw await notStarted(purpose);
  return code ?? 0;
}

/** bubblewrap has said why on standard error, in its own words. */
async function notStarted(purpose: string): Promise<BasewrightError> {
  for (const program of ['setpriv', 'unshare']) await exec(program, ['--version'], { purpose });
  await checkSandbox();
  return new BasewrightError('TOOL_FAILED', `cannot ${purpose}: bubblewrap did not start it, see its message above`);
}
