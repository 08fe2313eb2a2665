import { added, AUTHORS, file, found, link, type Row } from '../test/tried-tree';

it('finds nothing in an image that starts', () => {
  expect(found({})).toEqual([]);
});

describe('a library that an image adds', () => {
  const module = (path: string, ...needed: string[]): Readonly<Record<string, Row>> => ({
    [path]: { ...added({ interpreter: null, needed }), mode: 0o644 },
  });

  it('may be loaded by name: what is nowhere is a warning', () => {
    expect(found({ tree: module('/srv/node_modules/a/a.node', 'libc.so.6', 'libstdc++.so.6') })).toEqual([
      `warning missing-library: ${AUTHORS}: /srv/node_modules/a/a.node needs libstdc++.so.6, which is not in the image`,
    ]);
  });

  it('is no alarm where it is for another libc or machine, or what it needs is somewhere', () => {
    const other = {
      '/srv/b.node': { ...added({ interpreter: null, machine: 183, needed: ['libz.so.1'] }), mode: 0o644 },
    };
    const tree = {
      ...module('/srv/a.musl.node', 'libc.musl-x86_64.so.1', 'libz.so.1'),
      ...other,
      ...module('/srv/java/libawt.so', 'libjvm.so'),
      '/srv/java/server/libjvm.so': file(),
    };
    expect(found({ tree })).toEqual([]);
  });
});

it('finds links to nothing where the link itself was asked for, but for what may be there later', () => {
  const links = (target: string): Readonly<Record<string, Row>> => ({ '/x': link(target, 'rootfs.links["/x"]') });
  expect(found({ tree: links('/usr/bin/shh') })).toEqual([
    'warning dangling-link: rootfs.links["/x"]: /x is a link to /usr/bin/shh, which is not in the image',
  ]);
  expect(found({ tree: { '/y': link('z', 'a link of library-resolve') } })).toHaveLength(1);
  for (const target of ['/bin/sh', '/dev/stdout', '/proc/self/fd/1', '/mnt/x', '/run/x']) {
    expect(found({ tree: links(target) })).toEqual([]);
  }
  expect(found({ tree: links('/data/x'), settings: { cmd: ['sh'], volumes: ['/data'] } })).toEqual([]);
  expect(found({ tree: { '/y': link('z'), '/z': link('none', AUTHORS) } })).toEqual([]);
});

it('finds links of the author that lead in a circle', () => {
  const tree = { '/a': link('b', 'rootfs.links["/a"]'), '/b': link('a'), '/c': link('c', AUTHORS), '/d': link('e') };
  expect(found({ tree })).toEqual([
    'error link-circle: rootfs.links["/a"]: /a is a link that leads in a circle (b)',
    `warning link-circle: ${AUTHORS}: /c is a link that leads in a circle (c)`,
  ]);
});
