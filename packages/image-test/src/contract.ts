import { defineContract } from '@basewright/core';
import { z } from 'zod';

const body = z.strictObject({
  /** Names of the checks that held. */
  checks: z.array(z.string()),
  /** BusyBox's own suite; null when it was not asked for. */
  upstream: z
    .strictObject({ passed: z.int(), skipped: z.int(), untested: z.int(), allowedFailures: z.array(z.string()) })
    .nullable(),
});

export type ImageTestOutput = z.infer<typeof body>;

/** What image-test leaves: which checks held. There is no output of a failed test. */
export const imageTestOutput = defineContract<ImageTestOutput>({ stage: 'image-test', schema: 1, body });
