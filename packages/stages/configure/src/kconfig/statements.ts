import { invariant } from '@basewright/core';
/** One line of a Kconfig file that says something. */
export interface Statement {
  readonly keyword: string;
  /** What follows the keyword, without comment. */
  readonly rest: string;
  /** Counted from 1. */
  readonly line: number;
}

/** A word, and everything up to a `#` that is not inside quotes. */
const LINE = /^\s*([A-Za-z_-]+)\b((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^"'#])*)/;

/**
 * The statements of a Kconfig file. Help texts are left out: they end, as in the kernel's zconf.l, at the first line
 * that is indented less than their first one.
 */
export function statements(text: string): Statement[] {
  const found: Statement[] = [];
  /** Columns a help text is indented by; Infinity while its first line is still to come. */
  let help: number | null = null;
  for (const [index, line] of joined(text.split('\n')).entries()) {
    if (line.trim() === '') continue;
    const columns = indentation(line);
    if (help === Infinity && columns > 0) help = columns;
    if (help !== null && help !== Infinity && columns >= help) continue;
    help = null;
    const [, keyword, rest] = LINE.exec(line) ?? [];
    if (keyword === undefined || rest === undefined) {
      if (/^\s*---help---/.test(line)) help = Infinity;
      continue;
    }
    if (keyword === 'help') help = Infinity;
    else found.push({ keyword, rest: rest.trim(), line: index + 1 });
  }
  return found;
}

/** Puts a line that ends in a backslash and the next one together, leaving an empty line for each that is used up. */
function joined(lines: readonly string[]): string[] {
  const result = [...lines];
  for (let at = result.length - 2; at >= 0; at -= 1) {
    const line = invariant(result[at], 'a line');
    if (!line.endsWith('\\')) continue;
    result[at] = `${line.slice(0, -1)} ${result[at + 1] ?? ''}`;
    result[at + 1] = '';
  }
  return result;
}

/** Columns before the first character, tabs going to the next multiple of eight. */
function indentation(line: string): number {
  let columns = 0;
  for (const character of line) {
    if (character === '\t') columns += 8 - (columns % 8);
    else if (character === ' ') columns += 1;
    else break;
  }
  return columns;
}
