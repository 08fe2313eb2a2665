/** What is right: it is taken and does no harm, or refused with a message that matches, or either, where specifications leave it open. */
export type Expected = 'harmless' | RegExp | { readonly either: RegExp };

/** One input that somebody means ill, or that is odd and legal. */
export interface Case<Made, Step extends string> {
  readonly name: string;
  /** Of every step that has none of its own. */
  readonly expected: Expected;
  readonly steps?: Partial<Readonly<Record<Step, Expected>>>;
  /** `canary` is an absolute path on this machine that nothing may touch. */
  readonly make: (canary: string) => Made;
}

/** What is expected of one step. */
export function expectedOf<Step extends string>({ expected, steps = {} }: Case<unknown, Step>, step: Step): Expected {
  return (steps as Partial<Record<string, Expected>>)[step] ?? expected;
}
