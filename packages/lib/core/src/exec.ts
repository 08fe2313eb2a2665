import { type Writable } from 'node:stream';

import { BasewrightError, systemCodeOf } from './errors';
import { log } from './log';
import { plainEnvironment } from './plain-environment';
import { isMissing, limitedCommand, notInstalled, notStarted, type ProgramLimits } from './start-program';

/** How to run one program. */
export interface ExecOptions {
  readonly cwd?: string;
  /** The whole environment of the program; nothing is inherited. Default: PATH, HOME and a C locale. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: Uint8Array | string;
  /** Where standard output and error go as they come, besides being collected. */
  readonly log?: Writable;
  /** Path of that log, named in the error when the program fails. */
  readonly logPath?: string;
  /** What the program was for, as in "cannot <purpose>: …". Default: `run <program>`. */
  readonly purpose?: string;
  readonly timeoutMs?: number;
  /** End it after so long, which is no failure: the exit code is then 0. Goes before `timeoutMs`. */
  readonly stopAfterMs?: number;
  readonly limits?: ProgramLimits | undefined;
  /** Accept these exit codes besides 0. */
  readonly okExitCodes?: readonly number[];
}

/** What a program left behind. */
export interface ExecResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/**
 * Runs a program with an argument array (never a shell). Resolves when it exits with 0 or one of `okExitCodes`.
 * Throws MISSING_PREREQUISITE when the program is not installed, TOOL_FAILED with the last lines it wrote otherwise.
 */
export async function exec(program: string, args: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
  const { execa } = await import('execa');
  log.debug(`starting ${program}: ${options.purpose ?? program}`);
  const [first, ...words] = limitedCommand(program, args, options.limits);
  const subprocess = execa(first, words, {
    cwd: options.cwd,
    env: options.env ?? plainEnvironment(),
    extendEnv: false,
    ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
    timeout: options.stopAfterMs ?? options.timeoutMs,
    reject: false,
    stripFinalNewline: false,
    all: true,
    maxBuffer: 1 << 28,
  });
  let logFailure: Error | undefined;
  const onLogFailure = (error: Error): void => {
    logFailure = error;
    // Nobody would read what it writes.
    subprocess.kill();
  };
  if (options.log !== undefined) subprocess.all.pipe(options.log.on('error', onLogFailure), { end: false });
  const result = await subprocess;
  options.log?.off('error', onLogFailure);
  const purpose = options.purpose ?? `run ${program}`;
  if (logFailure !== undefined) {
    const code = systemCodeOf(logFailure) === 'ENOSPC' ? 'NO_SPACE' : 'TOOL_FAILED';
    throw new BasewrightError(code, `cannot ${purpose}: cannot write its log: ${logFailure.message}`, {
      cause: logFailure,
    });
  }
  if (isMissing(result.exitCode, options.limits)) throw notInstalled(program, purpose);
  if (result.timedOut && options.stopAfterMs !== undefined)
    return { stdout: result.stdout, stderr: result.stderr, exitCode: 0 };
  if (
    result.exitCode !== undefined &&
    (result.exitCode === 0 || options.okExitCodes?.includes(result.exitCode) === true)
  ) {
    return { stdout: result.stdout, stderr: result.stderr, exitCode: result.exitCode };
  }
  if (result.exitCode === undefined && result.signal === undefined && !result.timedOut && !result.isMaxBuffer)
    throw notStarted(program, purpose, result.cause ?? result);
  const ended = result.timedOut
    ? `did not end within ${String(options.timeoutMs)} ms`
    : result.signal === undefined
      ? `ended with exit code ${String(result.exitCode)}`
      : `was ended by ${result.signal}`;
  const whole = options.logPath === undefined ? '' : ` (whole log: ${options.logPath})`;
  const tail = tailOf(result.all, 20);
  const code = /No space left on device/.test(tail) ? 'NO_SPACE' : 'TOOL_FAILED';
  throw new BasewrightError(code, `cannot ${purpose}: ${program} ${ended}${whole}${tail === '' ? '' : `\n${tail}`}`);
}

/** The last `lines` lines of a program's output that say something. */
export function tailOf(output: string | undefined, lines: number): string {
  const said = (output ?? '').split('\n').filter((line) => line.trim() !== '');
  return said.slice(-lines).join('\n');
}
