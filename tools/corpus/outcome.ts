import { describeFailure } from '@basewright/core';

import { type Expected } from './case';

/** How a step ended: with nothing to say, or with what a user is shown. */
export interface Outcome {
  readonly refusal: string | null;
  /** Of the processor and of waiting. */
  readonly milliseconds: number;
}

/**
 * Longer than a refusal may take, and than an input may that is taken, of which some are a gigabyte. What runs beside it
 * counts by the clock, so that the processor's time is what is compared.
 */
const MOST_MILLISECONDS = { refused: 5000, taken: 30_000 };

/** Takes a step, and says how it ended. What it throws is told as an executor would tell it. */
export async function outcomeOf(step: () => Promise<unknown>): Promise<Outcome> {
  const before = process.cpuUsage();
  const milliseconds = (): number => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  try {
    await step();
    return { refusal: null, milliseconds: milliseconds() };
  } catch (thrown) {
    return { refusal: await describeFailure(thrown, '/'), milliseconds: milliseconds() };
  }
}

/** What is wrong with an outcome; null where it is as expected. */
export function mistakeIn({ refusal, milliseconds }: Outcome, expected: Expected): string | null {
  if (milliseconds > MOST_MILLISECONDS[refusal === null ? 'taken' : 'refused'])
    return `it took ${Math.round(milliseconds)} ms`;
  if (refusal === null)
    return expected instanceof RegExp ? `it was taken, expected a refusal like ${String(expected)}` : null;
  if (refusal.includes('This is a bug')) return refusal;
  if (/[^\P{Cc}\n\t]/u.test(refusal)) return `control characters reach the terminal: ${JSON.stringify(refusal)}`;
  if (expected === 'harmless') return `it was refused: ${refusal}`;
  const names = expected instanceof RegExp ? expected : expected.either;
  return names.test(refusal) ? null : `the message does not match ${String(names)}: ${refusal}`;
}
