import { isLocal, parseMirror } from './mirror';

it.each([
  ['https://busybox.net/downloads/b.tar.bz2', { kind: 'http' }],
  ['file:vendor/b.tar.bz2', { kind: 'file', path: 'vendor/b.tar.bz2' }],
  ['file:/srv/b.tar.bz2', { kind: 'file', path: '/srv/b.tar.bz2' }],
  ['file:///srv/b.tar.bz2', { kind: 'file', path: '/srv/b.tar.bz2' }],
  ['bundled:busybox/1.38.0/a.patch', { kind: 'bundled', name: 'busybox/1.38.0/a.patch' }],
  [
    'apt-source:busybox/busybox_1.38.0.orig.tar.bz2',
    { kind: 'apt-source', source: 'busybox', file: 'busybox_1.38.0.orig.tar.bz2' },
  ],
  [
    'apt-source:busybox/debian/patches/a.patch',
    { kind: 'apt-packaging', source: 'busybox', path: 'debian/patches/a.patch' },
  ],
  [
    'apt-binary:uclibc-source/usr/src/u.tar.xz',
    { kind: 'apt-binary', package: 'uclibc-source', path: 'usr/src/u.tar.xz' },
  ],
])('reads %s', (text, expected) => {
  expect(parseMirror(text)).toMatchObject({ text, ...expected });
});

it.each([
  'busybox.net/downloads',
  'ftp://busybox.net/b',
  'https://',
  'file:',
  'apt-source:busybox',
  'apt-source:-o/x',
  'apt-source:busybox/a/b',
  'apt-source:busybox/debian/',
  'apt-binary:uclibc-source/../../etc/shadow',
  'constructor:x',
])('refuses %s', (text) => {
  expect(parseMirror(text)).toBeUndefined();
});

it('does not show a password', () => {
  expect(parseMirror('https://me:secret@host/f')?.text).toBe('https://me:***@host/f');
});

it('knows what is on this machine', () => {
  expect(['file:a', 'bundled:b', 'https://c/', 'apt-source:d/e'].map(isLocal)).toEqual([true, true, false, false]);
});
