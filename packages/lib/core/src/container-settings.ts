import { constants } from 'node:os';

import { didYouMean } from './nearest';

// What an image's configuration can hold: https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md. Each function
// gives what is wrong with a text as a sentence that begins with "expected" and fits before ", found …"; null when nothing is.

const PROTOCOLS: readonly string[] = ['tcp', 'udp', 'sctp'];
const HIGHEST_PORT = 65535;

/** More ports than anybody wants to have spelt out in a message. */
const SPELT_OUT = 10;

/** Of an exposed port: `80`, which means `80/tcp`, or `53/udp`. */
export function portMistake(port: string): string | null {
  const [number = '', ...protocol] = port.split('/');
  const wanted = protocol.join('/');
  const [first = '', last] = number.split('-');
  if (last !== undefined && isPort(first) && isPort(last)) return rangeMistake(Number(first), Number(last), wanted);
  if (/^\d+:\d+$/.test(number))
    return 'expected the port in the container alone: where it is published is decided when a container starts';
  if (!isPort(number)) return `expected the number of a port, 1 to ${HIGHEST_PORT}, as in "80" or "53/udp"`;
  if (protocol.length === 0 || PROTOCOLS.includes(wanted)) return null;
  const near = PROTOCOLS.find((known) => known === wanted.toLowerCase());
  return `expected the protocol tcp, udp or sctp${near === undefined ? '' : ` (did you mean "${number}/${near}"?)`}`;
}

function isPort(text: string): boolean {
  return /^[1-9]\d{0,4}$/.test(text) && Number(text) <= HIGHEST_PORT;
}

function rangeMistake(first: number, last: number, protocol: string): string {
  const count = last - first + 1;
  const each = Array.from({ length: Math.max(0, Math.min(count, SPELT_OUT + 1)) }, (_, at) => String(first + at));
  const spelt = each.map((port) => JSON.stringify(protocol === '' ? port : `${port}/${protocol}`)).join(', ');
  const instead = count > 0 && count <= SPELT_OUT ? spelt : 'each port by itself';
  return `expected one port, since the configuration of an image has no ranges: write ${instead}`;
}

/** Those of the kernel; two are known by numbers from them on (signal(7), "Real-time signals"). */
const SIGNALS: readonly string[] = Object.keys(constants.signals).sort();
const REAL_TIME = /^SIGRT(?:MIN(?:\+(?<up>\d{1,2}))?|MAX(?:-(?<down>\d{1,2}))?)$/;
const REAL_TIME_SIGNALS = 30;
const HIGHEST_SIGNAL = 64;

/** Of the signal that ends a container: `SIGTERM`, `SIGRTMIN+3`, `15`. */
export function signalMistake(signal: string): string | null {
  if (SIGNALS.includes(signal) || (/^[1-9]\d?$/.test(signal) && Number(signal) <= HIGHEST_SIGNAL)) return null;
  const { up, down } = REAL_TIME.exec(signal)?.groups ?? {};
  if (REAL_TIME.test(signal) && Number(up ?? down ?? 0) <= REAL_TIME_SIGNALS) return null;
  const whole = `SIG${signal.toUpperCase()}`;
  const near = SIGNALS.includes(whole) ? ` (did you mean "${whole}"?)` : didYouMean(signal, SIGNALS);
  return `expected a signal of Linux, as in "SIGTERM" or "15"${near}`;
}

/** Of the name of an environment variable. Shells read fewer names than programs do: `discovery.type` is one. */
export function variableNameMistake(name: string): string | null {
  return /^[^\s=\p{Cc}]+$/u.test(name)
    ? null
    : 'expected the name of a variable, without spaces, "=" and control characters';
}

/** A variable's own name in its value, which stands for the value that the base has: `$PATH`, `${PATH}`. */
export function ownReference(name: string): RegExp {
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`\\$(?:\\{${literal}\\}|${literal}(?![A-Za-z0-9_]))`, 'g');
}

/** Of the value of PATH: nothing expands it when a container starts, neither variables nor `~`. */
export function pathValueMistake(value: string): string | null {
  const rest = value.replace(ownReference('PATH'), '');
  const [left] = /\$(\{[^}]*\}?|\w*)/.exec(rest) ?? [];
  if (left !== undefined)
    return `expected directories: "${left}" would be taken as it is written: only $PATH stands for the value of the base`;
  const home = rest.split(':').find((directory) => /^~(\/|$)/.test(directory));
  return home === undefined ? null : `expected directories: "${home}" would be taken as it is written`;
}

/** Of one directory of PATH. */
export function pathDirectoryMistake(directory: string): string | null {
  if (directory.includes(':')) return 'expected one directory: write each by itself, without ":"';
  if (!directory.startsWith('/') || directory.split('/').some((name) => name === '.' || name === '..'))
    return 'expected an absolute path in the image, without "." and ".."';
  if (/\p{Cc}/u.test(directory)) return 'expected a path without control characters';
  return directory.includes('$') ? 'expected a path without "$": nothing expands it when a container starts' : null;
}

/** What docker takes as the number of a user or group (moby/sys/user, `maxID`). */
const HIGHEST_ID = 2 ** 31 - 1;

/** Of the user of an image, by its form alone; an empty text is nobody in particular. */
export function userMistake(user: string): string | null {
  if (user === '') return null;
  if (!/^[^\s:\p{Cc}]+(:[^\s:\p{Cc}]+)?$/u.test(user)) return 'expected "user", "user:group" or numbers';
  const large = user.split(':').some((part) => /^\d+$/.test(part) && Number(part) > HIGHEST_ID);
  return large ? `expected a number up to ${HIGHEST_ID}` : null;
}
