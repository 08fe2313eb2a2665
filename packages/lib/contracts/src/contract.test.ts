import { sha256 } from '@basewright/core';

import { artefact } from './contract';

const GOOD = { path: 'busybox', size: 0, sha256: sha256(''), mode: 0o755 };

it('takes a file', () => {
  expect(artefact.parse(GOOD)).toEqual(GOOD);
});

it.each([
  ['a digest in capitals', { sha256: sha256('').toUpperCase() }],
  ['half a digest', { sha256: sha256('').slice(32) }],
  ['a negative size', { size: -1 }],
  ['half a byte', { size: 0.5 }],
  ['a field it does not know', { time: 0 }],
])('refuses %s', (_, change) => {
  expect(artefact.safeParse({ ...GOOD, ...change }).success).toBe(false);
});
