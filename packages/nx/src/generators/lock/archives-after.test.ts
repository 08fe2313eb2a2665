import { emptyLock, type Lock } from '@basewright/debian';

import { archivesAfter, type MadeFrom } from './archives-after';

const FILE = { path: 'pool/a/a_1_all.deb', size: 1, sha256: 'a'.repeat(64) };
const old = { suites: { trixie: '1', sid: '9' }, components: ['main'], pinnedAt: ['20261101T000000Z'] };
const lockOf = (archive: string): Lock => ({ ...emptyLock('trixie'), packages: { 'a:all=1': { ...FILE, archive } } });
const BEFORE: Lock = { ...lockOf('debian'), archives: { debian: old } };
const MADE: MadeFrom = {
  before: BEFORE,
  archives: [{ name: 'own', mirror: '', suites: ['stable'], components: ['main', 'extra'], keyring: '' }],
  releases: { debian: { trixie: '2' }, own: { stable: '3' } },
  isWhole: false,
  now: '20261126T000000Z',
};

it('is as before where nothing is pinned otherwise', () => {
  expect(archivesAfter(lockOf('debian'), MADE)).toEqual(BEFORE.archives);
  // In whatever order: a lock that was read has another than one that was made.
  const packages = { 'b:all=1': { ...FILE, archive: 'debian' }, 'a:all=1': { ...FILE, archive: 'debian' } };
  const reversed = Object.fromEntries(Object.entries(packages).reverse());
  expect(archivesAfter({ ...BEFORE, packages: reversed }, { ...MADE, before: { ...BEFORE, packages } })).toBe(
    BEFORE.archives,
  );
});

it('adds what was read and when, and keeps the times of what stays', () => {
  const lock = { ...lockOf('debian'), packages: { 'b:all=1': { ...FILE, archive: 'debian' } } };
  expect(archivesAfter(lock, MADE)).toEqual({
    debian: {
      suites: { sid: '9', trixie: '2' },
      components: ['main'],
      pinnedAt: ['20261126T000000Z', '20261101T000000Z'],
    },
  });
  expect(archivesAfter(lock, { ...MADE, isWhole: true })).toEqual({
    debian: { suites: { trixie: '2' }, components: ['main'], pinnedAt: ['20261126T000000Z'] },
  });
});

it('names those alone that something is from', () => {
  expect(archivesAfter(lockOf('own'), MADE)).toEqual({
    own: { suites: { stable: '3' }, components: ['main', 'extra'], pinnedAt: ['20261126T000000Z'] },
  });
});
