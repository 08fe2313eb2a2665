import { type Libc } from '@basewright/libcs';

import { type AllowedFailure } from './allowed-failures';

/** What a run of the suite said. */
export interface UpstreamResults {
  readonly passed: number;
  readonly skipped: number;
  readonly untested: number;
  /** Failures that are on the list. */
  readonly allowed: readonly string[];
  /** Failures that are not. */
  readonly unexpected: readonly string[];
}

/** Reads what `testsuite/runtest` printed. */
export function readResults(output: string, libc: Libc, allowed: readonly AllowedFailure[]): UpstreamResults {
  const lines = output.split('\n');
  const named = (word: string): string[] =>
    lines.flatMap((line) => (line.startsWith(`${word}: `) ? [line.slice(word.length + 2).trim()] : []));
  const known = new Set(allowed.filter(({ libcs }) => libcs?.includes(libc) ?? true).map(({ test }) => test));
  const failed = named('FAIL');
  return {
    passed: named('PASS').length,
    skipped: named('SKIPPED').length,
    untested: named('UNTESTED').length,
    allowed: failed.filter((test) => known.has(test)),
    unexpected: failed.filter((test) => !known.has(test)),
  };
}
