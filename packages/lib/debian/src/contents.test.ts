import { linesWith, parseContentsLine } from './contents';

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

describe('linesWith', () => {
  it.each<[string, string, string[]]>([
    ['a.so x\nb x\nc.so.1 x\n', '.so', ['a.so x', 'c.so.1 x']],
    ['a.so.so x', '.so', ['a.so.so x']],
    ['\n\na.so x\n\n', '.so', ['a.so x']],
    ['a x\n', '.so', []],
    ['', '.so', []],
  ])('of %j with %j', (text, what, expected) => {
    expect(linesWith(text, what)).toEqual(expected);
  });
});
