import { nestingMistake, parseForeignJson } from './foreign-file';

it('reads what is nested a hundred levels deep, and brackets in texts', () => {
  expect(() => parseForeignJson('['.repeat(100) + ']'.repeat(100))).not.toThrow();
  expect(parseForeignJson(JSON.stringify({ a: '['.repeat(1000), 'b"[': '\\"[' }))).toEqual({
    a: '['.repeat(1000),
    'b"[': '\\"[',
  });
});

it('refuses deeper ones, without a stack overflow and in linear time', () => {
  expect(() => parseForeignJson('{"a":'.repeat(100_000))).toThrow('it is nested more than 100 levels deep');
  expect(nestingMistake('"'.repeat(1_000_001))).toBeNull();
  expect(nestingMistake(JSON.stringify('x'.repeat(20_000_000)))).toBeNull();
});
