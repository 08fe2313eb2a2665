import { type Readable } from 'node:stream';

import { BasewrightError, reasonOf } from './errors';
import { tailOf } from './exec';
import { endOf, startProgram } from './start-program';

/** How to run a program whose output is read as it comes. */
export interface ExecStreamOptions {
  /** What the program is for, as in "cannot <purpose>: …". */
  readonly purpose: string;
  /** Reads standard output to its end; what it throws ends the program. */
  readonly read: (output: Readable) => Promise<void>;
}

/** Characters of standard error that are kept for a message. */
const MOST_SAID = 20_000;

/**
 * Runs a program, as exec does, whose standard output is too much to be kept. Resolves when it has ended with 0 and its output
 * was read. Throws as exec does, and TOOL_FAILED with the reason when `read` throws something else than a BasewrightError.
 */
export async function execStream(
  program: string,
  args: readonly string[],
  { purpose, read }: ExecStreamOptions,
): Promise<void> {
  const { child, ended } = startProgram(program, args, { purpose, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-MOST_SAID)));
  let failure: unknown = null;
  try {
    if (child.stdout !== null) await read(child.stdout);
  } catch (error) {
    failure = error;
    // It would wait for ever for somebody to read the rest.
    child.stdout?.destroy();
    child.kill();
  }
  const end = await ended;
  if (failure instanceof BasewrightError) throw failure;
  // A program that failed is the cause of an output that cannot be read, unless it was we who ended it.
  const why = end.exitCode === null || end.exitCode === 0 ? null : `${program} ${endOf(end)}`;
  if (failure === null && end.exitCode === 0) return;
  const tail = tailOf(said, 20);
  const reason = why ?? (failure === null ? `${program} ${endOf(end)}` : reasonOf(failure));
  throw new BasewrightError('TOOL_FAILED', `cannot ${purpose}: ${reason}${tail === '' ? '' : `\n${tail}`}`, {
    cause: failure,
  });
}
