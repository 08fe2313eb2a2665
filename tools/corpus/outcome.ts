import { describeFailure } from '@basewright/core';

import { type Expected } from './case';

/** How a step ended: with nothing to say, or with what a user is shown. */
export interface Outcome {
  readonly refusal: string | null;
  /** Of the processor and of waiting. */
  readonly milliseconds: number;
}

/** Longer than any one input may take; what runs beside it counts, so that the processor's time is what is compared. */
const MOST_MILLISECONDS = 5000;

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
  if (milliseconds > MOST_MILLISECONDS) return `it took ${Math.round(milliseconds)} ms`;
  if (refusal === null)
    return expected instanceof RegExp ? `it was taken, expected a refusal like ${String(expected)}` : null;
  if (refusal.includes('This is a bug')) return refusal;
  if (/[^\P{Cc}\n\t]/u.test(refusal)) return `control characters reach the terminal: ${JSON.stringify(refusal)}`;
  if (expected === 'harmless') return `it was refused: ${refusal}`;
  const names = expected instanceof RegExp ? expected : expected.either;
  return names.test(refusal) ? null : `the message does not match ${String(names)}: ${refusal}`;
}
