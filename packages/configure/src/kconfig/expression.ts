import { BasewrightError } from '@basewright/core';

import { type Values } from './model';

/** A Kconfig dependency expression (kernel Documentation/kbuild/kconfig-language.rst, "Menu dependencies"). */
export type Expression =
  | { readonly kind: 'always' }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'constant'; readonly value: string }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'and' | 'or' | 'equal' | 'unequal'; readonly left: Expression; readonly right: Expression };

/** The expression that nothing hangs on. */
export const ALWAYS: Expression = { kind: 'always' };

/** `left && right`, without noise where one of them is {@link ALWAYS}. */
export function both(left: Expression, right: Expression): Expression {
  if (left.kind === 'always') return right;
  if (right.kind === 'always') return left;
  return { kind: 'and', left, right };
}

/** `left || right`; {@link ALWAYS} where one of them is. */
export function either(left: Expression, right: Expression): Expression {
  if (left.kind === 'always' || right.kind === 'always') return ALWAYS;
  return { kind: 'or', left, right };
}

const TOKEN = /\s*(&&|\|\||!=|=|!|\(|\)|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z0-9_./-]+)/y;

/** Parses an expression. Throws BAD_INPUT when it is not one. */
export function parseExpression(text: string): Expression {
  const tokens = tokenise(text);
  let at = 0;
  const take = (wanted: string): boolean => {
    if (tokens[at] !== wanted) return false;
    at += 1;
    return true;
  };
  const chain = (kind: 'and' | 'or', operator: string, next: () => Expression): Expression => {
    let left = next();
    while (take(operator)) left = { kind, left, right: next() };
    return left;
  };
  const or = (): Expression => chain('or', '||', and);
  const and = (): Expression => chain('and', '&&', not);
  const not = (): Expression => (take('!') ? { kind: 'not', of: not() } : comparison());
  const comparison = (): Expression => {
    if (take('(')) {
      const inner = or();
      if (!take(')')) throw badExpression(text);
      return inner;
    }
    const left = term();
    if (take('=')) return { kind: 'equal', left, right: term() };
    if (take('!=')) return { kind: 'unequal', left, right: term() };
    return left;
  };
  const term = (): Expression => {
    const token = tokens[at];
    if (token === undefined || /^[&|!=()]/.test(token)) throw badExpression(text);
    at += 1;
    if (/^["']/.test(token)) return { kind: 'constant', value: token.slice(1, -1) };
    return /^([ymn]|-?\d+|0[xX][\da-fA-F]+)$/.test(token)
      ? { kind: 'constant', value: token }
      : { kind: 'symbol', name: token };
  };
  const whole = or();
  if (at < tokens.length) throw badExpression(text);
  return whole;
}

function tokenise(text: string): string[] {
  const tokens: string[] = [];
  const scanner = new RegExp(TOKEN);
  while (scanner.lastIndex < text.trimEnd().length) {
    const token = scanner.exec(text)?.[1];
    if (token === undefined) throw badExpression(text);
    tokens.push(token);
  }
  return tokens;
}

function badExpression(text: string): BasewrightError {
  return new BasewrightError('BAD_INPUT', `cannot read the Kconfig expression "${text.trim()}"`);
}

/** Whether an expression holds for the values of a .config; a symbol that has none counts as `n`. */
export function holds(expression: Expression, values: Values): boolean {
  switch (expression.kind) {
    case 'always':
      return true;
    case 'and':
      return holds(expression.left, values) && holds(expression.right, values);
    case 'or':
      return holds(expression.left, values) || holds(expression.right, values);
    case 'not':
      return !holds(expression.of, values);
    case 'equal':
      return valueOf(expression.left, values) === valueOf(expression.right, values);
    case 'unequal':
      return valueOf(expression.left, values) !== valueOf(expression.right, values);
    case 'symbol':
    case 'constant':
      return valueOf(expression, values) === 'y';
  }
}

function valueOf(expression: Expression, values: Values): string {
  if (expression.kind === 'constant') return expression.value;
  return expression.kind === 'symbol' ? (values.get(expression.name) ?? 'n') : '';
}

/** The operands of a chain of `&&`, in order. */
export function conjuncts(expression: Expression): readonly Expression[] {
  return expression.kind === 'and'
    ? [...conjuncts(expression.left), ...conjuncts(expression.right)]
    : expression.kind === 'always'
      ? []
      : [expression];
}

/** The symbols an expression names, each once, in order. */
export function symbolsIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'symbol':
      return [expression.name];
    case 'not':
      return symbolsIn(expression.of);
    case 'always':
    case 'constant':
      return [];
    default:
      return [...new Set([...symbolsIn(expression.left), ...symbolsIn(expression.right)])];
  }
}

const OPERATORS = { and: '&&', or: '||', equal: '=', unequal: '!=' } as const;

/** An expression as Kconfig writes it. */
export function formatExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'always':
      return 'y';
    case 'symbol':
      return expression.name;
    case 'constant':
      return /^\w+$/.test(expression.value) ? expression.value : `"${expression.value}"`;
    case 'not':
      return `!${operand(expression.of)}`;
    default:
      return `${operand(expression.left)} ${OPERATORS[expression.kind]} ${operand(expression.right)}`;
  }

  function operand(inner: Expression): string {
    const bare = !('left' in inner) || inner.kind === expression.kind;
    return bare ? formatExpression(inner) : `(${formatExpression(inner)})`;
  }
}
