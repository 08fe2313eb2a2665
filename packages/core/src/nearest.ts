import { closest, distance } from 'fastest-levenshtein';

/**
 * The known name that a misspelt one most likely meant, or undefined when none is near enough to suggest.
 * Near means at most a third of the letters differ, case aside.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const folded = new Map(known.map((candidate) => [candidate.toLowerCase(), candidate]));
  const best = closest(name.toLowerCase(), [...folded.keys()]);
  const limit = Math.max(1, Math.floor(Math.max(name.length, best.length) / 3));
  return distance(name.toLowerCase(), best) <= limit ? folded.get(best) : undefined;
}

/** ` (did you mean "x"?)`, or nothing: for the end of an error sentence. */
export function didYouMean(name: string, known: readonly string[]): string {
  const suggestion = nearest(name, known);
  return suggestion === undefined ? '' : ` (did you mean "${suggestion}"?)`;
}
