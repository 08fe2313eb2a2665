import { parseArgs } from 'node:util';

/** Long options of coreutils that have a letter as well. */
const LETTERS = {
  ...{ recursive: 'R', parents: 'p', symbolic: 's', force: 'f', directory: 'd', archive: 'a', 'no-clobber': 'n' },
  ...{ 'no-dereference': 'n', 'no-target-directory': 'T' },
} as const;

/** Those that take a word, by the commands that have them. */
export const MODE = { mode: 'm' } as const;
export const INSTALL = { ...MODE, owner: 'o', group: 'g', 'target-directory': 't', suffix: 'S' } as const;
export const COPY = { 'target-directory': 't', suffix: 'S' } as const;

/** The options, by their letter where they have one, and the other words. */
export function split(
  args: readonly string[],
  withValue: Readonly<Record<string, string>> = {},
): { options: Map<string, string>; words: string[] } {
  const known = [
    ...Object.entries(LETTERS).map(([long, short]) => [long, { type: 'boolean', short }] as const),
    ...Object.entries(withValue).map(([long, short]) => [long, { type: 'string', short }] as const),
  ];
  const letters: Readonly<Record<string, string>> = { ...LETTERS, ...withValue };
  const { values, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries(known) as Record<string, { type: 'boolean' | 'string'; short: string }>,
    strict: false,
    allowPositionals: true,
  });
  const options = Object.entries(values).map(([name, value]): [string, string] => [
    letters[name] ?? name,
    typeof value === 'string' ? value : '',
  ]);
  return { options: new Map(options), words: positionals };
}

/** A mode as chmod(1) takes it, of a file that has one; null for what is not understood. */
export function modeOf(word: string, before: number): number | null {
  if (/^0*[0-7]{1,4}$/.test(word)) return parseInt(word, 8);
  let mode = before;
  for (const part of word.split(',')) {
    const [, who = '', operator = '', what = ''] = /^([ugoa]*)([-+=])([rwxst]*)$/.exec(part) ?? [];
    if (operator === '') return null;
    const everybody = who === '' || who.includes('a');
    const bits = ['r', 'w', 'x'].reduce((all, letter, at) => {
      if (!what.includes(letter)) return all;
      const bit = 0o4 >> at;
      const of = (name: string, shift: number): number => (everybody || who.includes(name) ? bit << shift : 0);
      return all | of('u', 6) | of('g', 3) | of('o', 0);
    }, 0);
    const set = what.includes('s')
      ? (everybody || who.includes('u') ? 0o4000 : 0) | (who.includes('g') ? 0o2000 : 0)
      : 0;
    const all = bits | set | (what.includes('t') ? 0o1000 : 0);
    const whose = everybody
      ? 0o777
      : (who.includes('u') ? 0o700 : 0) | (who.includes('g') ? 0o070 : 0) | (who.includes('o') ? 0o007 : 0);
    mode = operator === '+' ? mode | all : operator === '-' ? mode & ~all : (mode & ~whose) | all;
  }
  return mode;
}
