import { BasewrightError } from '@basewright/core';

import { type Expression } from './expression';

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
