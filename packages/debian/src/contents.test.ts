import { parseContentsLine } from './contents';

describe('parseContentsLine', () => {
  it.each([
    ['usr/lib/libz.so.1                libs/zlib1g', { path: '/usr/lib/libz.so.1', packages: ['zlib1g'] }],
    ['usr/share/a b\t\tdoc/x', { path: '/usr/share/a b', packages: ['x'] }],
    ['bin/ip  net/iproute2,contrib/net/busybox-ip', { path: '/bin/ip', packages: ['busybox-ip', 'iproute2'] }],
    ['bin/x  a/same,b/same', { path: '/bin/x', packages: ['same'] }],
    ['', undefined],
    ['alone', undefined],
  ])('reads %j', (line, expected) => {
    expect(parseContentsLine(line, /./)).toEqual(expected);
  });

  it('passes over paths that do not match', () => {
    expect(parseContentsLine('usr/bin/ip  net/iproute2', /^\/usr\/lib\//)).toBeUndefined();
  });
});
