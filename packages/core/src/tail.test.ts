import { tailOf } from './tail';

it.each([
  ['the last lines', 'a\nb\nc\n', 2, 'b\nc'],
  ['all there are', 'a\n', 20, 'a'],
  ['only lines that say something', 'a\n\n  \nb\n\n', 2, 'a\nb'],
  ['nothing', '\n\n', 3, ''],
  ['nothing of nothing', undefined, 3, ''],
])('gives %s', (_, output, lines, tail) => {
  expect(tailOf(output, lines)).toBe(tail);
});
