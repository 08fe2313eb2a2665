import { patchFileName } from './patch-file-name';

it.each([
  ['no-cbq', 0, 2, '01-no-cbq.patch'],
  ['0001-own.patch', 1, 2, '02-0001-own.patch'],
  ['fix.diff', 11, 120, '012-fix.patch'],
])('%s at %i of %i is %s', (name, index, count, expected) => {
  expect(patchFileName(name, index, count)).toBe(expected);
});
