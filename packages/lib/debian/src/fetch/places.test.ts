import { emptyLock } from '../lock/lock-file';
import { placesOf, snapshotTime } from './places';

const MAIN = { name: 'debian', mirror: 'https://m.example/debian/', suites: [], components: [], keyring: '' };
const LOCK = {
  ...emptyLock('trixie'),
  archives: {
    debian: { suites: {}, components: [], pinnedAt: ['20261130T120000Z'] },
    own: { suites: {}, components: [], pinnedAt: ['20261130T120000Z'] },
  },
};
const uris = (...args: Parameters<typeof placesOf>): string[] => placesOf(...args).map(({ uri }) => uri);

it('is the mirror first, then the snapshot service a day later, and one import after that', () => {
  const file = { archive: 'debian', path: 'pool/main/g/g++/g++_1%3a2~1_all.deb' };
  const path = 'pool/main/g/g%2b%2b/g%2b%2b_1%253a2~1_all.deb';
  expect(uris(file, [MAIN], ['https://s.example/archive'], LOCK)).toEqual([
    `https://m.example/debian/${path}`,
    `https://s.example/archive/debian/20261201T120000Z/${path}`,
    `https://s.example/archive/debian/20261203T120000Z/${path}`,
  ]);
});

it('is not the snapshot service for other archives, or without a lock or a service', () => {
  const own = { ...MAIN, name: 'own', mirror: 'file:/srv/own/' };
  expect(uris({ archive: 'own', path: 'pool/a.deb' }, [MAIN, own], ['https://s.example/'], LOCK)).toEqual([
    'copy:/srv/own/pool/a.deb',
  ]);
  expect(uris({ archive: 'debian', path: 'pool/a.deb' }, [MAIN], ['https://s.example/'], null)).toHaveLength(1);
  expect(uris({ archive: 'debian', path: 'pool/a.deb' }, [MAIN], [], LOCK)).toHaveLength(1);
  expect(uris({ archive: 'unknown', path: 'pool/a.deb' }, [MAIN], [], LOCK)).toEqual([]);
});

it('writes times as the service does', () => {
  expect(snapshotTime(new Date('2026-11-26T13:44:12.345Z'))).toBe('20261126T134412Z');
});
