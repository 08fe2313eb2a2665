import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';

import { BasewrightError, reasonOf, systemCodeOf } from './errors';
import { log } from './log';
import { plainEnvironment } from './plain-environment';

/** What a program, and each that it starts, may use at most: it is ended by a signal where it takes more (setrlimit(2)). */
export interface ProgramLimits {
  /** Of the processor, in seconds. */
  readonly cpuSeconds?: number;
  /** Of any file that it writes, in bytes. */
  readonly fileBytes?: number;
}

/** How to start a program; `env` is its whole environment, by default the plain one. */
export interface StartOptions extends Pick<SpawnOptions, 'cwd' | 'detached' | 'env' | 'stdio'> {
  /** What the program is for, as in "cannot <purpose>: …". */
  readonly purpose: string;
  readonly limits?: ProgramLimits | undefined;
}

/** A program that was started. */
export interface StartedProgram {
  readonly child: ChildProcess;
  /** How it ended, when its streams are closed, too. Rejects as {@link notStarted} says when it could not be started. */
  readonly ended: Promise<ProgramEnd>;
}

/** How a program ended: one of the two is null. */
export interface ProgramEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Starts a program with an argument array (never a shell), for who needs its streams or its process. */
export function startProgram(program: string, args: readonly string[], options: StartOptions): StartedProgram {
  const { purpose, limits, env = plainEnvironment(), ...rest } = options;
  log.debug(`starting ${program}: ${purpose}`);
  const [first, ...words] = limitedCommand(program, args, limits);
  const child = spawn(first, words, { ...rest, env });
  const ended = new Promise<ProgramEnd>((resolve, reject) => {
    child.once('error', (cause) => {
      reject(notStarted(program, purpose, cause));
    });
    child.once('close', (exitCode, signal) => {
      if (isMissing(exitCode, limits)) reject(notInstalled(program, purpose));
      else resolve({ exitCode, signal });
    });
  });
  // Whoever does not wait for the end learns of a failure by the streams.
  ended.catch(() => undefined);
  return { child, ended };
}

/** The command line that starts a program within limits. */
export function limitedCommand(
  program: string,
  args: readonly string[],
  { cpuSeconds, fileBytes }: ProgramLimits = {},
): [string, ...string[]] {
  const options = [
    // The second number is when it is killed, if it does not end.
    ...(cpuSeconds === undefined ? [] : [`--cpu=${cpuSeconds}:${cpuSeconds + 1}`]),
    ...(fileBytes === undefined ? [] : [`--fsize=${fileBytes}`]),
  ];
  return options.length === 0 ? [program, ...args] : ['prlimit', ...options, program, ...args];
}

/** Whether there was no program to be limited: prlimit(1) ends as env(1) does then. */
export function isMissing(exitCode: number | null | undefined, limits: ProgramLimits | undefined): boolean {
  return limits !== undefined && exitCode === 127;
}

/** MISSING_PREREQUISITE for a program that is not installed, TOOL_FAILED with the system's words for one that cannot be started. */
export function notStarted(program: string, purpose: string, cause: unknown): BasewrightError {
  if (systemCodeOf(cause) !== 'ENOENT')
    return new BasewrightError('TOOL_FAILED', `cannot ${purpose}: cannot start ${program}: ${reasonOf(cause)}`, {
      cause,
    });
  return notInstalled(program, purpose);
}

/** MISSING_PREREQUISITE, with the package that has the program. */
export function notInstalled(program: string, purpose: string): BasewrightError {
  return new BasewrightError('MISSING_PREREQUISITE', `cannot ${purpose}: ${program} is not installed`, {
    hint: `install the package that provides "${program}" (Debian: apt-get install ${PACKAGE_OF[program] ?? program})`,
  });
}

/** As the end of a sentence: `ended with exit code 2`, `was ended by SIGKILL`. */
export function endOf({ exitCode, signal }: ProgramEnd): string {
  return signal === null ? `ended with exit code ${String(exitCode)}` : `was ended by ${signal}`;
}

/** Which Debian package provides a program whose name differs. */
const PACKAGE_OF: Readonly<Record<string, string>> = {
  bwrap: 'bubblewrap',
  'apt-get': 'apt',
  'apt-cache': 'apt',
  'apt-config': 'apt',
  'dpkg-deb': 'dpkg',
  flock: 'util-linux',
  prlimit: 'util-linux',
  script: 'bsdutils',
  cp: 'coreutils',
  sync: 'coreutils',
};
