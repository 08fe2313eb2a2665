import { BasewrightError, ownValue } from '@basewright/core';

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
  return checked({
    PATH,
    HOSTNAME: hostname,
    HOME: home,
    ...(terminal ? { TERM: term } : {}),
    ...variables(image, {}),
    ...variables(given, caller),
  });
}

/** Bytes of one variable that Linux takes, its name, the equals sign and the zero byte at its end included (MAX_ARG_STRLEN). */
const MOST_OF_ONE = 131_072;
/** Bytes of all of them that it takes with a stack of 8 MB, with room for the command line. */
const MOST_OF_ALL = 1_900_000;

/** Throws BAD_INPUT for more than Linux gives a program. */
function checked(environment: Record<string, string>): Record<string, string> {
  const sizes = Object.entries(environment).map(([name, value]): [name: string, size: number] => [
    name,
    Buffer.byteLength(`${name}=${value}`) + 1,
  ]);
  const long = sizes.find(([, size]) => size > MOST_OF_ONE);
  const all = sizes.reduce((sum, [, size]) => sum + size, 0);
  if (long === undefined && all <= MOST_OF_ALL) return environment;
  const [what, size, most] =
    long === undefined
      ? ['its variables have', all, MOST_OF_ALL]
      : [`the variable ${JSON.stringify(long[0].slice(0, 60))} has`, long[1], MOST_OF_ONE];
  const message = `cannot run the image: ${what} ${size} bytes, and Linux takes ${most}`;
  throw new BasewrightError('BAD_INPUT', message, {
    hint:
      long === undefined
        ? 'take variables away: --env NAME= for those that are not needed'
        : `give it another value: --env ${long[0].slice(0, 60)}=…`,
  });
}

/** `NAME=value`, or `NAME` for what `others` have under it, as an object. */
function variables(
  words: readonly string[],
  others: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const entries = words.flatMap((word) => {
    const [name = ''] = word.split('=', 1);
    const value = word.includes('=') ? word.slice(name.length + 1) : ownValue(others, name);
    // Nobody can ask for one without a name, and no program is started with it.
    return value === undefined || name === '' ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}
