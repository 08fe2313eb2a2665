import { stat } from 'node:fs/promises';
import { type Readable } from 'node:stream';

import { BasewrightError, exec, execStream, type ProgramLimits } from '@basewright/core';

/** What dpkg-deb(1) is to do with an archive. */
export interface DpkgDebRun {
  /** Absolute path of the .deb. */
  readonly archive: string;
  /** The option, as in `--extract`. */
  readonly action: '--extract' | '--field' | '--fsys-tarfile' | '--ctrl-tarfile';
  /** What comes after the archive: a directory, names of fields. */
  readonly more?: readonly string[];
  /** As in "cannot <purpose>: …"; names the package. */
  readonly purpose: string;
}

/** Runs dpkg-deb and gives what it prints. Throws TOOL_FAILED, also for an archive that it does not come to an end with. */
export async function dpkgDeb(run: DpkgDebRun): Promise<string> {
  const { purpose } = run;
  const limits = await limitsFor(run);
  return explained(purpose, async () => (await exec(PROGRAM, argumentsOf(run), { purpose, limits })).stdout);
}

/** The same for what is too much to be kept: `read` takes it as it comes. */
export async function dpkgDebStream(run: DpkgDebRun, read: (output: Readable) => Promise<void>): Promise<void> {
  const { purpose } = run;
  const limits = await limitsFor(run);
  await explained(purpose, () => execStream(PROGRAM, argumentsOf(run), { purpose, limits, read }));
}

const PROGRAM = 'dpkg-deb';

function argumentsOf({ action, archive, more = [] }: DpkgDebRun): string[] {
  return [action, archive, ...more];
}

/** Bytes of an archive that are unpacked in a second of the processor, on a slow one; and seconds for none. */
const BYTES_IN_A_SECOND = 500_000;
const LEAST_SECONDS = 4;

/**
 * dpkg-deb reads a zstd member that is cut off for ever (seen with 1.22.21). The time of the processor is what it may not
 * take: the wall's clock would be wrong on a busy machine.
 */
async function limitsFor({ archive }: DpkgDebRun): Promise<ProgramLimits> {
  const { size } = await stat(archive);
  return { cpuSeconds: LEAST_SECONDS + Math.ceil(size / BYTES_IN_A_SECOND) };
}

async function explained<T>(purpose: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const { message = '' } = error instanceof BasewrightError ? error : {};
    if (!/SIGXCPU|CPU time limit exceeded/.test(message)) throw error;
    throw new BasewrightError('TOOL_FAILED', `cannot ${purpose}: dpkg-deb comes to no end with it`, {
      cause: error,
      hint: 'the archive is damaged, or no package: look at where it is from, and pin another one with nx g @basewright/nx:lock',
    });
  }
}
