import { type Readable } from 'node:stream';

import { BasewrightError, reasonOf } from './errors';
import { tailOf } from './exec';
import { endOf, type ProgramLimits, startProgram } from './start-program';

/** How to run a program whose output is read as it comes. */
export interface ExecStreamOptions {
  /** What the program is for, as in "cannot <purpose>: …". */
  readonly purpose: string;
  /** Reads standard output to its end; what it throws ends the program. */
  readonly read: (output: Readable) => Promise<void>;
  readonly limits?: ProgramLimits;
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
  { purpose, read, limits }: ExecStreamOptions,
): Promise<void> {
  const { child, ended } = startProgram(program, args, {
    purpose,
    limits,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-MOST_SAID)));
  let failure: unknown = null;
  let cutOff = false;
  try {
    if (child.stdout !== null) await read(child.stdout);
  } catch (error) {
    failure = error;
    // What a program says and how it ends, once nobody reads it, is our doing: `yes` ends with 1 and "Broken pipe".
    cutOff = child.stdout?.readableEnded === false;
    if (cutOff) {
      child.stderr?.removeAllListeners('data').resume();
      // It would wait for ever for somebody to read the rest.
      child.stdout?.destroy();
      child.kill();
    }
  }
  const end = await ended;
  if (failure instanceof BasewrightError) throw failure;
  if (failure === null && end.exitCode === 0) return;
  // A program that wrote all it had and failed is the cause of an output that cannot be read.
  const its = !cutOff && end.exitCode !== null && end.exitCode !== 0;
  const reason = failure === null || its ? `${program} ${endOf(end)}` : reasonOf(failure);
  const tail = tailOf(said, 20);
  throw new BasewrightError('TOOL_FAILED', `cannot ${purpose}: ${reason}${tail === '' ? '' : `\n${tail}`}`, {
    cause: failure,
  });
}
