import { platformOf, PLATFORMS } from '@basewright/core';

import { loaderLinks, searchPaths } from './library-directories';

describe('searchPaths', () => {
  const amd64 = platformOf('linux/amd64');

  it.each([
    ['nothing', [], []],
    ['$ORIGIN', ['$ORIGIN/../private'], ['/usr/lib/private/liba.so.1']],
    ['${LIB}', ['/opt/${LIB}'], ['/opt/lib/x86_64-linux-gnu/liba.so.1']],
    ['a relative directory', ['private'], []],
  ])('looks in RUNPATH first: %s', (_name, runpath, first) => {
    expect(searchPaths(amd64, 'liba.so.1', runpath, '/usr/lib/a')).toEqual([
      ...first,
      '/usr/lib/x86_64-linux-gnu/liba.so.1',
      '/usr/lib/liba.so.1',
    ]);
  });

  it('looks for the interpreter at its own path too', () => {
    expect(searchPaths(amd64, 'ld-linux-x86-64.so.2', [], '/bin').at(-1)).toBe('/lib64/ld-linux-x86-64.so.2');
  });
});

describe('loaderLinks', () => {
  it('links the directory of the interpreter to /lib where it is another', () => {
    const links = PLATFORMS.map((platform) => [platform.id, loaderLinks(platform)] as const);
    expect(Object.fromEntries(links.filter(([, all]) => Object.keys(all).length > 0))).toEqual({
      'linux/amd64': { '/lib64': 'lib' },
      'linux/ppc64le': { '/lib64': 'lib' },
    });
  });
});
