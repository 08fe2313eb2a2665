import { readLibraryName } from './library-request';

it.each([
  ['numa', { kind: 'name', name: 'numa' }],
  ['libnuma', { kind: 'name', name: 'numa' }],
  ['stdc++', { kind: 'name', name: 'stdc++' }],
  ['gcc_s', { kind: 'name', name: 'gcc_s' }],
  ['lib', { kind: 'name', name: 'lib' }],
  ['libz.so.1', { kind: 'soname', soname: 'libz.so.1' }],
  ['libstdc++.so.6', { kind: 'soname', soname: 'libstdc++.so.6' }],
  ['ld-linux-x86-64.so.2', { kind: 'soname', soname: 'ld-linux-x86-64.so.2' }],
  ['libdb-5.3.so', { kind: 'soname', soname: 'libdb-5.3.so' }],
  ['/usr/lib/{multiarch}/gconv/UTF-16.so', { kind: 'path', path: '/usr/lib/{multiarch}/gconv/UTF-16.so' }],
])('reads %s', (text, expected) => {
  expect(readLibraryName(text)).toEqual(expected);
});

it.each(['', 'a b', '-lnuma', '../libz.so.1', '/usr/lib/../x.so', '/usr/lib/', '/usr//x.so', './libz.so', 'lib*'])(
  'refuses %j',
  (text) => {
    expect(readLibraryName(text)).toBeUndefined();
  },
);
