import { didYouMean, nearest } from './nearest';

const KNOWN = ['patches', 'platforms', 'rootfs', 'FEATURE_EDITING', 'musl'];

it.each([
  ['pathces', 'patches'],
  ['platform', 'platforms'],
  ['feature_editng', 'FEATURE_EDITING'],
  ['muls', undefined],
  ['mus', 'musl'],
  ['zzz', undefined],
  ['', undefined],
])('the nearest to %j is %j', (name, found) => {
  expect(nearest(name, KNOWN)).toBe(found);
});

it('suggests nothing where nothing is known', () => {
  expect(nearest('x', [])).toBeUndefined();
  expect(didYouMean('x', [])).toBe('');
});

it('ends a sentence with the suggestion', () => {
  expect(didYouMean('rotfs', KNOWN)).toBe(' (did you mean "rootfs"?)');
});
