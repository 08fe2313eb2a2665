import { readResults } from './upstream-results';

/** As `testsuite/runtest` of BusyBox 1.38.0 prints, with what tests print besides. */
const OUTPUT = `PASS: ash-alias
SKIPPED: awk large integer
echo "PASS: quoted in a script"
FAIL: hostname-d-works
hostname: applet not found
FAIL: date-timezone
UNTESTED: ar replaces things in archives
PASS: wc-counts-words
FAIL: cp -RHP
`;

it('counts what passed, and parts failures that are allowed from those that are not', () => {
  const allowed = [
    { test: 'hostname-d-works', reason: 'r' },
    { test: 'never run', reason: 'r' },
  ];
  expect(readResults(OUTPUT, 'glibc', allowed)).toEqual({
    passed: 2,
    skipped: 1,
    untested: 1,
    allowed: ['hostname-d-works'],
    unexpected: ['date-timezone', 'cp -RHP'],
  });
});

it('allows a failure on the libcs it is known of', () => {
  const allowed = [{ test: 'date-timezone', reason: 'r', libcs: ['musl', 'uclibc'] as const }];
  expect(readResults(OUTPUT, 'musl', allowed).allowed).toEqual(['date-timezone']);
  expect(readResults(OUTPUT, 'glibc', allowed).unexpected).toContain('date-timezone');
});

it('matches whole names', () => {
  const { unexpected } = readResults(OUTPUT, 'glibc', [{ test: 'cp -RH', reason: 'r' }]);
  expect(unexpected).toContain('cp -RHP');
});

it('finds nothing in nothing', () => {
  expect(readResults('', 'glibc', [])).toMatchObject({ passed: 0, unexpected: [] });
});
