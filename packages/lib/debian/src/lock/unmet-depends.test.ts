import { unmetDepends } from './unmet-depends';

const stanza = (name: string, version: string, depends = '', more = {}) => ({
  Package: name,
  Version: version,
  ...more,
  ...(depends === '' ? {} : { Depends: depends }),
});
const clauses = (...stanzas: ReturnType<typeof stanza>[]) => unmetDepends(stanzas).map(({ clause }) => clause);

it.each([
  ['libc6 (>= 2.42)', ['libc6 (>= 2.42)']],
  ['libc6 (>= 2.41)', []],
  ['libc6 (= 2.41-12+deb13u1)', []],
  ['libc6 (= 2.41-12)', ['libc6 (= 2.41-12)']],
  ['libc6 (<< 2.41)', ['libc6 (<< 2.41)']],
  ['libc6:any (>> 2.40)', []],
  ['libc6 (>= 2.42) | libc6-udeb', ['libc6 (>= 2.42) | libc6-udeb']],
  ['libc6 (>= 2.42) | app', []],
  ['libnothing (>= 1)', []],
  ['libc6, app (>= 9)', ['app (>= 9)']],
])('app with Depends: %s', (depends, unmet) => {
  expect(clauses(stanza('app', '1', depends), stanza('libc6', '2.41-12+deb13u1'))).toEqual(unmet);
});

it('looks into Pre-Depends, and into versioned Provides', () => {
  expect(clauses(stanza('app', '1', '', { 'Pre-Depends': 'libc6 (>= 3)' }), stanza('libc6', '2'))).toHaveLength(1);
  expect(
    clauses(stanza('app', '1', 'perlapi (>= 5)'), stanza('perl', '1', '', { Provides: 'perlapi (= 5.40)' })),
  ).toEqual([]);
});
