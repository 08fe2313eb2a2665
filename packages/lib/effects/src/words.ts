import type { Command, ParameterExpansionPart, Script, Word, WordPart } from 'unbash' with {
  'resolution-mode': 'import',
};

import { textPattern } from './installed-tree';

/** A word of a script when it is read: its text, or null where that depends on what nobody knows here. */
export type Value = string | null;

/** What words are expanded with. */
export interface Expansion {
  /** The value of a variable or parameter; undefined where it is not set. */
  readonly variable: (name: string) => Value | undefined;
  /** What a command prints, without the line breaks at its end. */
  readonly output: (script: Script) => Value;
  /** Paths that a pattern matches. */
  readonly matching: (pattern: string) => string[];
}

/** A piece of a word; what stands in quotes is not split, and no pattern. */
interface Piece {
  readonly text: Value;
  readonly isQuoted: boolean;
  /** Written so, and not the value of something. */
  readonly isLiteral: boolean;
}

/** The one value of a word, without splitting: as an assignment, a file name, or the word of `case` is taken. */
export function valueOf(word: Word, expansion: Expansion): Value {
  return joined(piecesOf(word, expansion));
}

/** The words that a word becomes: values outside of quotes are split at blanks, patterns become the paths that they match. */
export function wordsOf(word: Word, expansion: Expansion): Value[] {
  const { parts } = word;
  if (parts?.length === 1 && parts[0]?.type === 'DoubleQuoted' && parts[0].text === '"$@"')
    return parametersOf(expansion);
  const pieces = piecesOf(word, expansion);
  if (pieces.some(({ text }) => text === null)) return [null];
  const fields: string[] = [];
  let open: string | null = null;
  for (const { text, isQuoted, isLiteral } of pieces) {
    if (isQuoted || isLiteral) {
      open = (open ?? '') + (text ?? '');
      continue;
    }
    const [first = '', ...rest] = (text ?? '').split(/[ \t\n]+/);
    if (first !== '') open = (open ?? '') + first;
    for (const field of rest) {
      if (open !== null) fields.push(open);
      open = field === '' ? null : field;
    }
  }
  if (open !== null) fields.push(open);
  if (!pieces.some(({ text, isQuoted }) => !isQuoted && /[*?[]/.test(text ?? ''))) return fields;
  return fields.flatMap((field) => {
    const found = /[*?[]/.test(field) && field.startsWith('/') ? expansion.matching(field) : [];
    return found.length === 0 ? [field] : found;
  });
}

function parametersOf(expansion: Expansion): Value[] {
  const values: Value[] = [];
  for (let at = 1; ; at += 1) {
    const value = expansion.variable(String(at));
    if (value === undefined) return values;
    values.push(value);
  }
}

function joined(pieces: readonly Piece[]): Value {
  return pieces.reduce<Value>((all, { text }) => (all === null || text === null ? null : all + text), '');
}

function piecesOf(word: Word, expansion: Expansion): Piece[] {
  const { parts } = word;
  if (parts === undefined) return [{ text: word.value, isQuoted: false, isLiteral: true }];
  return parts.flatMap((part) => piecesOfPart(part, expansion));
}

function piecesOfPart(part: WordPart, expansion: Expansion): Piece[] {
  const literal = (text: string, isQuoted = false): Piece[] => [{ text, isQuoted, isLiteral: true }];
  switch (part.type) {
    case 'Literal':
      return literal(part.value);
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return literal(part.value, true);
    case 'DoubleQuoted':
      return [
        {
          text: joined(part.parts.flatMap((inner) => piecesOfPart(inner, expansion))),
          isQuoted: true,
          isLiteral: true,
        },
      ];
    case 'Glob':
      return literal(part.text);
    case 'SimpleExpansion':
    case 'ParameterExpansion':
    case 'CommandExpansion':
      return [{ text: expanded(part, expansion), isQuoted: false, isLiteral: false }];
    default:
      return [{ text: null, isQuoted: false, isLiteral: false }];
  }
}

function expanded(
  part: Extract<WordPart, { type: 'SimpleExpansion' | 'ParameterExpansion' | 'CommandExpansion' }>,
  expansion: Expansion,
): Value {
  if (part.type === 'SimpleExpansion') return expansion.variable(part.text.slice(1)) ?? '';
  if (part.type === 'ParameterExpansion') return parameterValue(part, expansion);
  return part.script === undefined ? null : expansion.output(part.script);
}

/** `${name}`, `${name:-word}`, `${name:+word}`, `${name#pattern}` and their like (dash(1), Parameter Expansion). */
function parameterValue({ parameter, prefix, operation }: ParameterExpansionPart, expansion: Expansion): Value {
  if (prefix !== undefined) return null;
  const value = expansion.variable(parameter);
  if (operation === undefined) return value ?? (value === undefined ? '' : null);
  if (value === null) return null;
  if (operation.type === 'Default') {
    const isThere = operation.operator.startsWith(':') ? (value ?? '') !== '' : value !== undefined;
    const other = (): Value => valueOf(operation.operand, expansion);
    if (operation.operator.endsWith('+')) return isThere ? other() : '';
    if (operation.operator.endsWith('?')) return isThere ? (value ?? '') : null;
    return isThere ? (value ?? '') : other();
  }
  if (operation.type !== 'Remove') return null;
  const pattern = valueOf(operation.operand, expansion);
  return pattern === null ? null : without(value ?? '', pattern, operation.operator);
}

/** A value without the shortest (`#`, `%`) or longest (`##`, `%%`) beginning or end that a pattern matches. */
function without(value: string, pattern: string, operator: '#' | '##' | '%' | '%%'): string {
  const expression = textPattern(pattern);
  const lengths = Array.from({ length: value.length + 1 }, (_none, length) => length);
  const isLongest = operator.length === 2;
  const ordered = isLongest ? lengths.reverse() : lengths;
  const isEnd = operator.startsWith('%');
  const found = ordered.find((length) =>
    expression.test(isEnd ? value.slice(value.length - length) : value.slice(0, length)),
  );
  if (found === undefined) return value;
  return isEnd ? value.slice(0, value.length - found) : value.slice(found);
}

/** A piece of a script as it stands there, in one line. */
export function textOf(source: string, { pos, end }: { readonly pos: number; readonly end: number }): string {
  return source
    .slice(pos, end)
    .replace(/\s*\\\n\s*/g, ' ')
    .replace(/\s*\n\s*/g, '; ');
}

/** The word that an assignment among the arguments of a command is: `local x=$y`. */
export function assignmentText(
  name: string,
  value: Extract<Command['prefix'][number], { type: 'Assignment' }>['value'],
  expansion: Expansion,
): Value {
  const text = value.type === 'ArrayValue' ? null : valueOf(value, expansion);
  return text === null ? null : `${name}=${text}`;
}
