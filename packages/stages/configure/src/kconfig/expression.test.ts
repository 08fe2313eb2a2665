import { conjuncts, formatExpression, symbolsIn } from './expression';
import { holds } from './holds';
import { parseExpression } from './parse-expression';

const VALUES = new Map([
  ['A', 'y'],
  ['B', 'n'],
  ['N', '80'],
]);

describe('parseExpression', () => {
  it.each([
    ['A', true, 'A'],
    ['B', false, 'B'],
    ['UNHEARD_OF', false, 'UNHEARD_OF'],
    ['!B', true, '!B'],
    ['A && B', false, 'A && B'],
    ['A||B', true, 'A || B'],
    ['A || B && B', true, 'A || (B && B)'],
    ['(A || B) && !B', true, '(A || B) && !B'],
    ['!(A && !B)', false, '!(A && !B)'],
    ['N = 80', true, 'N = 80'],
    ['N != "80"', false, 'N != 80'],
    ['A = y', true, 'A = y'],
    ['A != "not a word"', true, 'A != "not a word"'],
    ['A != "word"', true, 'A != "word"'],
    ['!NOMMU && (A || ASH || SH_IS_ASH)', true, '!NOMMU && (A || ASH || SH_IS_ASH)'],
  ])('%s', (text, value, written) => {
    const expression = parseExpression(text);
    expect(holds(expression, VALUES)).toBe(value);
    expect(formatExpression(expression)).toBe(written);
  });

  it.each(['', 'A &&', '(A', 'A B', 'A & B', '= A'])('refuses %j', (text) => {
    expect(() => parseExpression(text)).toThrow('cannot read the Kconfig expression');
  });
});

it('takes expressions apart', () => {
  const expression = parseExpression('A && (B || !C) && D && A');
  expect(conjuncts(expression).map(formatExpression)).toEqual(['A', 'B || !C', 'D', 'A']);
  expect(symbolsIn(expression)).toEqual(['A', 'B', 'C', 'D']);
});
