/** The outcome of one check on an image: it passed, it did not (`problem`), or it was not made (`skipped`). */
export interface Check {
  readonly name: string;
  /** What was wrong; null when the check held or was not made. */
  readonly problem: string | null;
  /** Why the check was not made, and what would make it; null when it was. */
  readonly skipped: string | null;
}

/** A check that held. */
export function passed(name: string): Check {
  return { name, problem: null, skipped: null };
}

/** A check that did not hold. */
export function failed(name: string, problem: string): Check {
  return { name, problem, skipped: null };
}

/** A check that was not made. */
export function skipped(name: string, reason: string): Check {
  return { name, problem: null, skipped: reason };
}

/** A check on two values that should be equal. */
export function equal(name: string, got: unknown, want: unknown): Check {
  return got === want ? passed(name) : failed(name, `got ${String(got)}, want ${String(want)}`);
}
