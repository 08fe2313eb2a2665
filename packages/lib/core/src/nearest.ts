import { closest, distance } from 'fastest-levenshtein';

/**
 * The known name that a misspelt one most likely meant, or undefined when none is near enough to suggest.
 * Near means at most a third of the letters differ, case aside. A name that goes on where the other ends is nearer than
 * one with other letters: `libssl3t64` of `libssl3`, `linux/arm64` of `linux/arm64/v8`.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const wanted = name.toLowerCase();
  const folded = new Map(known.map((candidate) => [candidate.toLowerCase(), candidate]));
  const longer = [...folded.keys()].filter((one) => isContinued(one, wanted) || isContinued(wanted, one));
  if (longer.length > 0) return folded.get(closest(wanted, longer));
  const best = closest(wanted, [...folded.keys()]);
  const limit = Math.max(1, Math.floor(Math.max(name.length, best.length) / 3));
  return distance(wanted, best) <= limit ? folded.get(best) : undefined;
}

/** Of short names every other one is the beginning. */
const SHORT = 4;

function isContinued(long: string, short: string): boolean {
  return short.length >= SHORT && long.startsWith(short) && long.length - short.length <= long.length / 2;
}

/** ` (did you mean "x"?)`, or nothing: for the end of an error sentence. */
export function didYouMean(name: string, known: readonly string[]): string {
  const suggestion = nearest(name, known);
  return suggestion === undefined ? '' : ` (did you mean "${suggestion}"?)`;
}
