/** The outcome of one check on an image. */
export interface Check {
  readonly name: string;
  /** What was wrong, or null when it held. */
  readonly problem: string | null;
}

/** A check that held. */
export function held(name: string): Check {
  return { name, problem: null };
}

/** A check on two values that should be equal. */
export function equal(name: string, got: unknown, want: unknown): Check {
  return got === want ? held(name) : { name, problem: `got ${String(got)}, want ${String(want)}` };
}
