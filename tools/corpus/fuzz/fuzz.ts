import { describeFailure } from '@basewright/core';
import fc from 'fast-check';

import { jsonMutationsOf } from './json-mutations';
import { mutationsOf } from './mutations';

/** Something that reads what others wrote. */
export interface FuzzTarget {
  readonly name: string;
  /** Whole files, as they should be. */
  readonly files: readonly Buffer[];
  /** Whether the files are JSON: then their values are changed as well as their bytes. */
  readonly isJson?: boolean;
  /** Makes checksums right again, so that what they cover is read. */
  readonly repair?: (bytes: Buffer) => Buffer;
  /** Reads one. `directory` is an empty one for each run, to put the file where the parser wants it. */
  readonly parse: (bytes: Buffer, directory: string) => unknown;
}

/** Milliseconds that one input may take: see docs of the corpus; none comes near it. */
const LONGEST = 5000;

/** The same on every machine and every day. */
const SEED = 20_261_127;

/**
 * Has a target read `runs` changed files. Each ends in a value, or in an error of ours that says what is wrong with it, in
 * time. Throws for the first that does not, made as small as it can be, with what makes it come again.
 */
export async function fuzz(
  { files, isJson = false, repair, parse }: FuzzTarget,
  runs: number,
  directory: string,
): Promise<void> {
  const inputs = files.flatMap((file) => [
    mutationsOf(file),
    ...(repair === undefined ? [] : [mutationsOf(file).map(repair)]),
    ...(isJson ? [jsonMutationsOf(JSON.parse(file.toString('utf8')))] : []),
  ]);
  await fc.assert(
    fc.asyncProperty(fc.oneof(...inputs), async (bytes) => {
      const begin = performance.now();
      try {
        await parse(bytes, directory);
      } catch (thrown) {
        if (!(await isRefusal(thrown))) throw thrown;
      }
      const taken = performance.now() - begin;
      if (taken > LONGEST) throw new Error(`it took ${taken} ms`);
    }),
    { seed: SEED, numRuns: runs, endOnFailure: false },
  );
}

/** Whether what was thrown is an error of ours, with a code: what a user is shown without a stack. */
async function isRefusal(thrown: unknown): Promise<boolean> {
  const { name, code } = (thrown ?? {}) as { name?: unknown; code?: unknown };
  return (
    name === 'BasewrightError' &&
    typeof code === 'string' &&
    !(await describeFailure(thrown, '/')).includes('This is a bug')
  );
}
