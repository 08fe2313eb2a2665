import { BasewrightError, type BasewrightErrorDetails } from './errors';

/** Where in a file something is: names of fields and places in lists, from the outside in. */
export type FieldPath = readonly (string | number)[];

/** One thing that is wrong with what somebody wrote. */
export interface Problem {
  readonly at: FieldPath;
  /** What is wrong, as a sentence goes on after a colon: `unknown field`. */
  readonly text: string;
}

/** A path in a file as its reader would write it: `platforms[2]`, `rootfs.files[0].mode`, `rootfs.links["/a"]`. */
export function fieldPath(path: FieldPath): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (!/^[\w$-]+$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** A problem as one line: `platforms[2]: linux/386 is listed twice`. */
export function describeMistake({ at, text }: Problem): string {
  return `${at.length === 0 ? 'the file' : fieldPath(at)}: ${text}`;
}

/** The error BAD_INPUT that lists all that is wrong, a line each. `sentence` says what cannot be done: `cannot use x.json`. */
export function refusalOf(
  sentence: string,
  lines: readonly string[],
  details: BasewrightErrorDetails = {},
): BasewrightError {
  const count = lines.length === 1 ? '1 mistake' : `${lines.length} mistakes`;
  return new BasewrightError(
    'BAD_INPUT',
    `${sentence}: ${count}\n${lines.map((line) => `  ${line}`).join('\n')}`,
    details,
  );
}
