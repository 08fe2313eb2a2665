import { chooseByName, sonamesNamed } from './library-names';

const BASE = [
  'libc.so.6',
  'libc_malloc_debug.so.0',
  'libm.so.6',
  'libmvec.so.1',
  'libnss_dns.so.2',
  'libnss_files.so.2',
];
const ALL = [
  ...BASE,
  'libz.so',
  'libz.so.1',
  'libz.so.1.3.1',
  'libpcre2-16.so.0',
  'libpcre2-8.so.0',
  'libtwo.so.1',
  'libtwo.so.2',
];

describe('sonamesNamed', () => {
  it.each([
    ['c', ['libc.so.6']],
    ['m', ['libm.so.6']],
    ['nss', ['libnss_dns.so.2', 'libnss_files.so.2']],
    ['n', []],
    ['z', []],
  ])('takes %s for %j', (name, expected) => {
    expect(sonamesNamed(name, BASE, BASE)).toEqual(expected);
  });
});

describe('chooseByName', () => {
  it('takes the SONAME, not its minor versions or the link for the linker', () => {
    expect(chooseByName('z', ALL)).toEqual(['libz.so.1']);
  });

  it.each([
    ['two', 'several have that name', 'write the one you mean: libtwo.so.1, libtwo.so.2'],
    ['pcre', 'no Debian package has libpcre.so.*', 'libraries that begin so: libpcre2-16.so.0, libpcre2-8.so.0'],
    ['mvek', 'no Debian package has libmvek.so.* (did you mean "mvec"?)', undefined],
  ])('refuses %s', (name, cause, hint) => {
    const thrown = catchFrom(() => chooseByName(name, ALL));
    expect(thrown).toMatchObject({ message: `cannot add library "${name}": ${cause}`, hint });
  });
});

function catchFrom(action: () => unknown): unknown {
  try {
    return action();
  } catch (thrown) {
    return thrown;
  }
}
