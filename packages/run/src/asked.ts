import { BasewrightError } from '@basewright/core';

import { FLAGS, flagsAmong, type FlagValues, leadingFlags, type TakenFlags } from './flags';

/** What the user asks for: flags, and the command to run; an empty one means the image's own. */
export interface Asked {
  readonly flags: FlagValues;
  readonly command: readonly string[];
}

/** The words of a command line. */
export interface CommandLine {
  /** Those before `--`, some of which are Nx's; null where there was no `--`. */
  readonly before: readonly string[] | null;
  /** The others, as they were written. */
  readonly after: readonly string[];
}

/**
 * Reads a command line: after `--` stands the command and nothing else; without `--` it begins with the first word that
 * is no flag. `configured` has flags from the target's options: lists are added to, single values replaced. Throws
 * BAD_INPUT with everything that is wrong.
 */
export function readAsked({ before, after }: CommandLine, configured: Readonly<Record<string, unknown>>): Asked {
  const written: TakenFlags = before === null ? leadingFlags(after) : { ...flagsAmong(before), rest: after };
  const own = configuredFlags(configured);
  const problems = [...own.problems, ...written.problems];
  if (problems.length > 0) {
    throw new BasewrightError('BAD_INPUT', `cannot run that: ${problems.join('; ')}`, {
      hint: `options, as docker run spells them, go before --: ${FLAGS.map((flag) => `--${flag}`).join(', ')}`,
    });
  }
  const both = FLAGS.map((flag) => [flag, [...(own.flags[flag] ?? []), ...(written.flags[flag] ?? [])]] as const);
  return {
    flags: Object.fromEntries(both.filter(([, values]) => values.length > 0)),
    command: written.rest,
  };
}

/** Flags among the options of a target: a text or a list of texts. */
function configuredFlags(options: Readonly<Record<string, unknown>>): Omit<TakenFlags, 'rest'> {
  const given = FLAGS.flatMap((flag) => {
    const value = options[flag];
    return value === undefined ? [] : [[flag, Array.isArray(value) ? (value as unknown[]) : [value]] as const];
  });
  const wrong = given.filter(([, values]) => values.some((value) => typeof value !== 'string'));
  return {
    flags: Object.fromEntries(given),
    problems: wrong.map(([flag]) => `option ${flag} of the target is not a text or a list of texts`),
  };
}
