import { platformOf, PLATFORMS } from '@basewright/core';

import { debianPath, loaderLinks, searchPaths } from './library-directories';

const amd64 = platformOf('linux/amd64');

it('searchPaths looks in the own directories first, then where the loader does', () => {
  expect(searchPaths(amd64, 'liba.so.1', ['/opt/a'])).toEqual([
    '/opt/a/liba.so.1',
    '/usr/lib/x86_64-linux-gnu/liba.so.1',
    '/usr/lib/liba.so.1',
  ]);
  expect(searchPaths(amd64, 'ld-linux-x86-64.so.2', []).at(-1)).toBe('/lib64/ld-linux-x86-64.so.2');
});

it('debianPath spells the multiarch directory', () => {
  expect(debianPath('/usr/lib/{multiarch}/gconv', platformOf('linux/386'))).toBe('/usr/lib/i386-linux-gnu/gconv');
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
