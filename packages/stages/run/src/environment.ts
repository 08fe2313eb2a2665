import { ownValue } from '@basewright/core';

/** What a command's environment is made from. */
export interface EnvironmentSources {
  /** Of the image: `NAME=value`. */
  readonly image: readonly string[];
  /** As `--env` says it: `NAME=value`, or `NAME` for the caller's value. */
  readonly given: readonly string[];
  readonly caller: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly hostname: string;
  /** Whether the command has a terminal. */
  readonly terminal: boolean;
}

/** What docker gives a container whose image does not say. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The whole environment of a command, as docker makes it: nothing of the caller's but what was asked for. */
export function environmentOf({
  image,
  given,
  caller,
  home,
  hostname,
  terminal,
}: EnvironmentSources): Record<string, string> {
  const { TERM: term = 'xterm' } = caller;
  return {
    PATH,
    HOSTNAME: hostname,
    HOME: home,
    ...(terminal ? { TERM: term } : {}),
    ...variables(image, {}),
    ...variables(given, caller),
  };
}

/** `NAME=value`, or `NAME` for what `others` have under it, as an object. */
function variables(
  words: readonly string[],
  others: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const entries = words.flatMap((word) => {
    const [name = ''] = word.split('=', 1);
    const value = word.includes('=') ? word.slice(name.length + 1) : ownValue(others, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}
