import { lookUpName, lookUpWord, nearNames, withoutMinors } from './library-names';

const LIBC = [
  'libc.so.6',
  'libc_malloc_debug.so.0',
  'libm.so.6',
  'libmvec.so.1',
  'libnss_dns.so.2',
  'libnss_files.so.2',
  'libnsspem.so.1',
];
const ALL = [
  ...LIBC,
  'libdb-5.3.so',
  'libdb.so',
  'libz.so',
  'libz.so.1',
  'libz.so.1.3.1',
  'libpcre2-16.so',
  'libpcre2-16.so.0',
  'libpcre2-16.so.0.14.0',
  'libpcre2-8.so.0',
  'libtwo.so.1',
  'libtwo.so.2',
];

describe('lookUpName', () => {
  it.each([
    ['c', { kind: 'exact', soname: 'libc.so.6' }],
    ['m', { kind: 'exact', soname: 'libm.so.6' }],
    ['z', { kind: 'exact', soname: 'libz.so.1' }],
    ['two', { kind: 'several', sonames: ['libtwo.so.1', 'libtwo.so.2'] }],
    ['pcre', { kind: 'prefix', sonames: ['libpcre2-16.so.0', 'libpcre2-8.so.0'] }],
    ['db', { kind: 'prefix', sonames: ['libdb-5.3.so'] }],
    ['nss', { kind: 'prefix', sonames: ['libnss_dns.so.2', 'libnss_files.so.2', 'libnsspem.so.1'] }],
    ['none', { kind: 'none' }],
  ])('of %s', (name, expected) => {
    expect(lookUpName(name, ALL)).toEqual(expected);
  });
});

it('lookUpWord wants a new word after the name', () => {
  expect(lookUpWord('nss', LIBC)).toEqual({ kind: 'prefix', sonames: ['libnss_dns.so.2', 'libnss_files.so.2'] });
  expect(lookUpWord('nsspe', LIBC)).toEqual({ kind: 'none' });
  expect(lookUpWord('m', LIBC)).toEqual({ kind: 'exact', soname: 'libm.so.6' });
});

it('nearNames names the nearest, and those that hold the name', () => {
  expect(nearNames('mvek', ALL)).toBe(' (did you mean "mvec"?)');
  expect(nearNames('cre2', ALL)).toBe('; there is libpcre2-16.so.0, libpcre2-8.so.0');
  expect(nearNames('zz', ALL)).toBe(' (did you mean "z"?)');
  expect(nearNames('qqqqqq', ALL)).toBe('');
});

it('withoutMinors keeps the name that programs load by', () => {
  expect(withoutMinors(['libz.so.1.3.1', 'libz.so.1', 'libz.so', 'liba.so.1.2'])).toEqual([
    'libz.so.1',
    'libz.so',
    'liba.so.1.2',
  ]);
});
