import { didYouMean } from '@basewright/core';

/** What may be asked of a run, as `docker run` spells it. */
export const FLAGS = ['entrypoint', 'env', 'init', 'network', 'platform', 'user', 'volume', 'workdir'] as const;
type Flag = (typeof FLAGS)[number];

/** The values given for each flag, in the order they were given. */
export type FlagValues = Readonly<Partial<Record<Flag, readonly string[]>>>;

/** Flags taken from a list of words, and what is left of it. */
export interface TakenFlags {
  readonly flags: FlagValues;
  /** What is no flag of ours, in its order. */
  readonly rest: readonly string[];
  readonly problems: readonly string[];
}

/** Those that are there or not: no value follows them. */
export const SWITCHES: readonly Flag[] = ['init'];

const SHORT: Readonly<Record<string, Flag>> = { e: 'env', u: 'user', v: 'volume', w: 'workdir' };

/** The form of a flag: `--env=A=1`, `--env`, `-eA=1`, `-e`. */
const WRITTEN = /^(?:--(?<long>[a-z][a-z-]*)(?:=(?<equal>.*))?|-(?<short>[a-z])=?(?<joined>.+)?)$/s;

/**
 * Takes the flags from the beginning of a command line, up to the first word that is none; `--` ends them too.
 * What looks like a flag and is not known is a problem.
 */
export function leadingFlags(words: readonly string[]): TakenFlags {
  return take(words, false);
}

/** Takes the flags from among words of which others belong to Nx. Only what is nearly a flag is a problem. */
export function flagsAmong(words: readonly string[]): TakenFlags {
  return take(words, true);
}

function take(words: readonly string[], among: boolean): TakenFlags {
  const values: Partial<Record<Flag, string[]>> = {};
  const [rest, problems]: [string[], string[]] = [[], []];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!among && word === '--') return { flags: values, rest: words.slice(at + 1), problems };
    const { long, equal, short, joined } = WRITTEN.exec(word)?.groups ?? {};
    const flag = short === undefined ? FLAGS.find((name) => name === long) : SHORT[short];
    if (flag !== undefined) {
      const value = equal ?? joined ?? (SWITCHES.includes(flag) ? 'true' : words[++at]);
      if (value === undefined) problems.push(`${word} has no value`);
      else (values[flag] ??= []).push(value);
      continue;
    }
    if (!among && !word.startsWith('-')) return { flags: values, rest: words.slice(at), problems };
    const near = long === undefined ? '' : didYouMean(long, FLAGS);
    if (!among || near !== '') problems.push(`${word} is no option of run${near}`);
    else rest.push(word);
  }
  return { flags: values, rest, problems };
}
