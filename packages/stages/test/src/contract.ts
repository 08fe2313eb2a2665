import { defineContract } from '@basewright/contracts';
import { z } from 'zod';

const suite = z.strictObject({
  passed: z.int(),
  skipped: z.int(),
  untested: z.int(),
  allowedFailures: z.array(z.string()),
});

const body = z.strictObject({
  /** Names of the checks that held. */
  passed: z.array(z.string()),
  /** The checks that were not made, each with the reason. */
  skipped: z.record(z.string(), z.string()),
  /** BusyBox's own suite, or why it was not run; an image that is made on another has none. */
  upstream: z.union([suite, z.strictObject({ notRun: z.string() })]),
});

export type TestOutput = z.infer<typeof body>;

/** What test leaves: which checks held and which were not made. There is no output of a failed test. */
export const testOutput = defineContract<TestOutput>({ stage: 'test', schema: 3, body });
