import { constants } from 'node:os';

import { BasewrightError, exec, startProgram } from '@basewright/core';
import { checkSandbox } from '@basewright/sandbox';

import { outputPipes } from './output-pipes';
import { forwardSignals, needsSession, type SignalCare } from './signals';

/** Where bubblewrap says what it did. */
const STATUS_FD = 3;

/** bubblewrap's option for {@link start}. */
export const STATUS_OPTION: readonly string[] = ['--json-status-fd', String(STATUS_FD)];

/** What is started, and how. */
export interface Starting {
  /** The whole command line around bubblewrap. */
  readonly commandLine: readonly string[];
  /** As in "cannot <purpose>: …". */
  readonly purpose: string;
  readonly signals: SignalCare;
  /** Generations between what the command line begins with and the command itself. */
  readonly depth: number;
  /** Of ours, which the command line gets as 4 and on; or nothing in its place. */
  readonly descriptors: readonly (number | 'ignore')[];
}

/**
 * Starts a command line around bubblewrap on our own standard input, output and error, and gives the exit status of the
 * command in it; 128 and the number of the signal that ended it. Throws TOOL_FAILED, or MISSING_PREREQUISITE, when it was
 * not started.
 */
export async function start({ commandLine, purpose, signals, depth, descriptors }: Starting): Promise<number> {
  const [program = '', ...args] = commandLine;
  const { stdio, passOn } = await outputPipes();
  const { child, ended } = startProgram(program, args, {
    purpose,
    stdio: ['inherit', ...stdio, 'pipe', ...descriptors],
    detached: needsSession(signals),
  });
  if (signals === 'forward') forwardSignals(child, depth);
  const passedOn = passOn();
  let said = '';
  child.stdio[STATUS_FD]?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const { exitCode, signal } = await ended;
  await passedOn;
  if (signal !== null) return 128 + constants.signals[signal];
  if (!said.includes('"exit-code"')) throw await notStarted(purpose);
  return exitCode ?? 0;
}

/** bubblewrap has said why on standard error, in its own words. */
async function notStarted(purpose: string): Promise<BasewrightError> {
  for (const program of ['setpriv', 'unshare', 'nsenter', 'script']) await exec(program, ['--version'], { purpose });
  await checkSandbox();
  return new BasewrightError('TOOL_FAILED', `cannot ${purpose}: bubblewrap did not start it, see its message above`);
}
