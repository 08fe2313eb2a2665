import { compareVersions } from './compare-versions';

// packages/lib/debian/test/compare-versions.test.ts asks dpkg itself.
it.each([
  ['1.26.3-3+deb13u9', '1.26.3-3+deb13u10'],
  ['2.0~rc1', '2.0'],
  ['1.0-1~deb13u1', '1.0-1'],
  ['1.0-1', '1.0-1+b1'],
  ['9', '1:1'],
  ['12345678901234567890', '12345678901234567891'],
])('%s is older than %s', (older, newer) => {
  expect(Math.sign(compareVersions(older, newer))).toBe(-1);
  expect(Math.sign(compareVersions(newer, older))).toBe(1);
});

it.each([
  ['1.0', '0:1.0-0'],
  ['1.0', '1.'],
  ['1.007', '1.7'],
])('%s and %s are equal', (one, other) => {
  expect(compareVersions(one, other)).toBe(0);
});
