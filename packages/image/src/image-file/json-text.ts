import { nestingMistake } from '@basewright/core';
import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

/** A JSON text with comments and trailing commas: what it says, and what is wrong with it, one line a mistake. */
export interface JsonText {
  readonly value: unknown;
  /** Where it is no JSON: what it says is then a part of it. */
  readonly syntax: readonly string[];
  /** Keys that an object has twice, and such as no object can have. */
  readonly repeated: readonly string[];
}

/**
 * Reads a JSON text as a person writes it. A key that is written twice is a mistake: of two values readers take either
 * (RFC 8259, 4). A byte order mark, which editors on Windows write, does not count (8.1). Whatever could be read is the value.
 */
export function readJsonText(text: string): JsonText {
  // The parser takes a character of white space after the other, and would take seconds for a file that is padded.
  const plain = text.replace(/^\ufeff/, '').trimEnd();
  const nesting = nestingMistake(plain);
  if (nesting !== null) return { value: undefined, syntax: [nesting], repeated: [] };
  const errors: ParseError[] = [];
  const root = parseTree(plain, errors, { allowTrailingComma: true });
  const value: unknown = root === undefined ? undefined : getNodeValue(root);
  const syntax = errors.map(({ offset, error }) => `${placeOf(plain, offset)}: ${words(printParseErrorCode(error))}`);
  return { value, syntax, repeated: root === undefined ? [] : wrongKeys(plain, root, '') };
}

function wrongKeys(text: string, node: Node, path: string): string[] {
  const { type, children = [] } = node;
  if (type === 'array') return children.flatMap((item, at) => wrongKeys(text, item, `${path}[${at}]`));
  if (type !== 'object') return [];
  const first = new Map<string, number>();
  return children.flatMap(({ offset, children: [key, value] = [] }) => {
    const name = String(key?.value);
    const own = path === '' ? name : `${path}.${name}`;
    const below = value === undefined ? [] : wrongKeys(text, value, own);
    const before = first.get(name);
    // Of an object it would be the prototype, and lost without a word.
    if (name === '__proto__') return [`${own}: no field has that name`];
    if (before === undefined) {
      first.set(name, offset);
      return below;
    }
    return [`${own}: written twice, in line ${lineOf(text, before)} and in line ${lineOf(text, offset)}`, ...below];
  });
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function placeOf(text: string, offset: number): string {
  const column = offset - (text.lastIndexOf('\n', offset - 1) + 1) + 1;
  return `line ${lineOf(text, offset)}, column ${column}`;
}

/** `CommaExpected` as `comma expected`. */
function words(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
