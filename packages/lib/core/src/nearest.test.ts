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

it.each([
  ['libssl3', ['libsdsl3', 'libssl3t64', 'libssl-dev'], 'libssl3t64'],
  ['linux/arm64/v8', ['linux/arm/v5', 'linux/arm64', 'linux/amd64'], 'linux/arm64'],
  ['libcurl', ['libcurl4t64', 'libcurl4-openssl-dev', 'libcurses'], 'libcurl4t64'],
])('what goes on where %j ends is nearer than other letters', (name, known, found) => {
  expect(nearest(name, known)).toBe(found);
});

it('suggests nothing where nothing is known', () => {
  expect(nearest('x', [])).toBeUndefined();
  expect(didYouMean('x', [])).toBe('');
});

it('ends a sentence with the suggestion', () => {
  expect(didYouMean('rotfs', KNOWN)).toBe(' (did you mean "rootfs"?)');
});
