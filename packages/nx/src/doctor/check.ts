import { BasewrightError, reasonOf } from '@basewright/core';

/** Something a machine needs. */
export interface Check {
  readonly what: string;
  /** What does not work without it. Absent: nothing does. */
  readonly neededFor?: string;
  /** What was found, in a few words. Throws a {@link BasewrightError} that says what is wrong and how to mend it. */
  readonly look: () => Promise<string>;
}

/** What a check found. */
export interface Finding {
  readonly what: string;
  readonly state: 'good' | 'limited' | 'broken';
  /** What is there, or what is wrong. */
  readonly found: string;
  readonly mend?: string;
  readonly neededFor?: string;
}

/** Looks at everything, whatever the result of each. */
export async function examine(checks: readonly Check[]): Promise<Finding[]> {
  return Promise.all(checks.map(examineOne));
}

async function examineOne({ what, neededFor, look }: Check): Promise<Finding> {
  try {
    return { what, state: 'good', found: await look() };
  } catch (error) {
    const hint = error instanceof BasewrightError ? error.hint : undefined;
    const wrong = { what, found: reasonOf(error), ...(hint === undefined ? {} : { mend: hint }) };
    return neededFor === undefined ? { ...wrong, state: 'broken' } : { ...wrong, state: 'limited', neededFor };
  }
}
