import { BasewrightError } from '@basewright/core';

import { FLAGS, type FlagValues, SWITCHES, type TakenFlags } from './flags';

/** What the user asks for: flags, and the command to run; an empty one means the image's own. */
export interface Asked {
  readonly flags: FlagValues;
  readonly command: readonly string[];
}

/**
 * Adds what the target's options (`configured`) say to what was `written` on the command line: lists are added to, single
 * values replaced. Throws BAD_INPUT with everything that is wrong.
 */
export function readAsked(written: TakenFlags, configured: Readonly<Record<string, unknown>>): Asked {
  const own = configuredFlags(configured);
  const problems = [...own.problems, ...written.problems];
  if (problems.length > 0) {
    throw new BasewrightError('BAD_INPUT', `cannot run that: ${problems.join('; ')}`, {
      hint: `options, as docker run spells them, go before the command: ${FLAGS.map((flag) => `--${flag}`).join(', ')}`,
    });
  }
  const both = FLAGS.map((flag) => [flag, [...(own.flags[flag] ?? []), ...(written.flags[flag] ?? [])]] as const);
  return {
    flags: Object.fromEntries(both.filter(([, values]) => values.length > 0)),
    command: written.rest,
  };
}

/** Flags among the options of a target: a text or a list of texts, true or false for those without a value. */
function configuredFlags(options: Readonly<Record<string, unknown>>): Omit<TakenFlags, 'rest'> {
  const given = FLAGS.flatMap((flag) => {
    const value = options[flag];
    const values = Array.isArray(value) ? (value as unknown[]) : [value];
    const isSwitch = SWITCHES.includes(flag);
    const texts = values.map((one) => (isSwitch && typeof one === 'boolean' ? String(one) : one));
    return value === undefined ? [] : [[flag, texts] as const];
  });
  const wrong = given.filter(([, values]) => values.some((value) => typeof value !== 'string'));
  return {
    flags: Object.fromEntries(given),
    problems: wrong.map(([flag]) => `option ${flag} of the target is not a text or a list of texts`),
  };
}
