import { builtFrom } from './built-from';

test('a package that is named as its source does not say so', () => {
  expect(builtFrom({ Package: 'bash', Version: '5.2.37-2' })).toEqual({ source: 'bash=5.2.37-2' });
});

test('the source has the version of the package, unless another is named', () => {
  expect(builtFrom({ Package: 'libc6', Version: '2.41-12', Source: 'glibc' })).toEqual({ source: 'glibc=2.41-12' });
  expect(builtFrom({ Package: 'libgcc-s1', Version: '14.2.0-19', Source: 'gcc-14 (14.2.0-19)' })).toEqual({
    source: 'gcc-14=14.2.0-19',
  });
  // A binary rebuild has a version of its own, its source has not.
  expect(builtFrom({ Package: 'sash', Version: '3.8-5+b10', Source: 'sash (3.8-5)' }).source).toBe('sash=3.8-5');
});

test('what was built into it is named with its version, on several lines, too', () => {
  const fields = {
    Package: 'gcc-14-arm-linux-gnueabi',
    Version: '14.2.0-19cross1',
    Source: 'gcc-14-cross (21)',
    'Built-Using': 'glibc (= 2.41-12),\n gcc-14 (= 14.2.0-19)',
  };
  expect(builtFrom(fields)).toEqual({ source: 'gcc-14-cross=21', builtUsing: ['gcc-14=14.2.0-19', 'glibc=2.41-12'] });
});
