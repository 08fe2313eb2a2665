import { added, AUTHORS, elf, executable, file, found, library, link, type Row, text } from '../test/tried-tree';
import { type TreeFacts } from './tree-facts';

describe('a program that an image adds', () => {
  const needing = (...needed: string[]): Row => added({ needed });

  it('has to find its libraries: in a directory of PATH that is an error', () => {
    expect(found({ tree: { '/usr/local/bin/x': needing('libc.so.6', 'libstdc++.so.6') } })).toEqual([
      `error missing-library: ${AUTHORS}: /usr/local/bin/x needs libstdc++.so.6, which is not in the image`,
    ]);
    expect(found({ tree: { '/srv/x': needing('libz.so.1') } })).toEqual([
      `warning missing-library: ${AUTHORS}: /srv/x needs libz.so.1, which is not in the image`,
    ]);
  });

  it.each<[string, Readonly<Record<string, Row>>, Partial<TreeFacts>, Readonly<Record<string, string>>]>([
    ['where the loader looks', { '/usr/lib/x86_64-linux-gnu/liba.so.1': library('liba.so.1') }, {}, {}],
    ['by a link', { '/lib/liba.so.1': link('../srv/liba.so.1.2'), '/srv/liba.so.1.2': library('liba.so.1') }, {}, {}],
    [
      'in its RUNPATH',
      { '/bin/x': added({ needed: ['liba.so.1'], runpath: ['$ORIGIN/../a'] }), '/a/liba.so.1': file() },
      {},
      {},
    ],
    ['in its RPATH', { '/bin/x': added({ needed: ['liba.so.1'], rpath: ['/a'] }), '/a/liba.so.1': file() }, {}, {}],
    [
      'in the RPATH, for what its libraries need',
      {
        '/bin/x': added({ needed: ['libb.so.1'], rpath: ['/a'] }),
        '/a/libb.so.1': library('libb.so.1', { needed: ['liba.so.1'] }),
        '/a/liba.so.1': file(),
      },
      {},
      {},
    ],
    [
      'as one that is loaded already, by its own name',
      {
        '/bin/x': added({ needed: ['/a/first.so', 'libb.so.1'] }),
        '/a/first.so': library('liba.so.1'),
        '/lib/libb.so.1': library('libb.so.1', { needed: ['liba.so.1'] }),
      },
      {},
      {},
    ],
    ['in the cache', { '/opt/a/liba.so.1': file() }, { libraryCache: { 'liba.so.1': ['/opt/a/liba.so.1'] } }, {}],
    ['in LD_LIBRARY_PATH', { '/opt/a/liba.so.1': file() }, {}, { LD_LIBRARY_PATH: '/opt/a:$OTHER' }],
  ])('finds them %s', (_where, tree, facts, env) => {
    const rows = { '/bin/x': needing('liba.so.1'), ...tree };
    expect(found({ tree: rows, facts, settings: { cmd: ['x'], env } })).toEqual([]);
  });

  it('does not find one that is for another machine, and is warned of one that is elsewhere', () => {
    const other = library('liba.so.1', { machine: 183 });
    expect(found({ tree: { '/bin/x': needing('liba.so.1'), '/lib/liba.so.1': other } })).toEqual([
      `warning missing-library: ${AUTHORS}: /bin/x needs liba.so.1: its loader does not look where that is, /lib/liba.so.1`,
    ]);
  });

  it('that a container starts has no wrapper that could tell its loader where a library is', () => {
    const tree = { '/bin/x': needing('liba.so.1'), '/opt/a/liba.so.1': library('liba.so.1') };
    expect(found({ tree, settings: { cmd: ['x'] } })).toEqual([
      `error missing-library: ${AUTHORS}: /bin/x needs liba.so.1: its loader does not look where that is, /opt/a/liba.so.1`,
    ]);
  });

  it('does not find one that is called as what every object has', () => {
    expect(found({ tree: { '/bin/x': needing('constructor') } })).toEqual([
      `error missing-library: ${AUTHORS}: /bin/x needs constructor, which is not in the image`,
    ]);
  });

  it('needs what its libraries need, too', () => {
    const tree = { '/bin/x': needing('libb.so.1'), '/lib/libb.so.1': library('libb.so.1', { needed: ['liba.so.1'] }) };
    expect(found({ tree })).toEqual([
      `error missing-library: ${AUTHORS}: /bin/x needs liba.so.1 (through /lib/libb.so.1), which is not in the image`,
    ]);
  });

  it('has to find versions of symbols', () => {
    const versionsNeeded = { 'libc.so.6': ['GLIBC_2.34', 'GLIBC_2.38'] };
    expect(found({ tree: { '/bin/x': added({ needed: ['libc.so.6'], versionsNeeded }) } })).toEqual([
      `error missing-version: ${AUTHORS}: /bin/x needs GLIBC_2.38 of libc.so.6, and the one in the image is older`,
    ]);
  });

  it('has to find its loader: on musl, and in an image without shared objects', () => {
    const musl = {
      '/bin/sh': executable(elf({ interpreter: null, type: 'executable' })),
      '/bin/x': needing('libc.so.6'),
    };
    const message = `error missing-interpreter: ${AUTHORS}: /bin/x is linked with glibc: its loader /lib64/ld-linux-x86-64.so.2 is not in the image`;
    expect(found({ tree: musl, alone: true })).toEqual([message]);
    const loader = { '/lib/ld-musl-x86_64.so.1': library('libc.musl-x86_64.so.1') };
    expect(found({ tree: { ...musl, ...loader }, alone: true })).toEqual([message]);
    const own = added({ interpreter: '/lib/ld-musl-x86_64.so.1', needed: ['libc.musl-x86_64.so.1', 'liba.so.1'] });
    expect(found({ tree: { '/bin/x': own } })).toEqual([
      `error missing-interpreter: ${AUTHORS}: /bin/x is linked with musl: its loader /lib/ld-musl-x86_64.so.1 is not in the image`,
    ]);
    expect(
      found({ tree: { ...musl, ...loader, '/bin/x': own, '/usr/local/lib/liba.so.1': file() }, alone: true }),
    ).toEqual([]);
  });

  it('has its RUNPATH count for its libraries on musl', () => {
    const facts = { interpreter: '/lib/ld-musl-x86_64.so.1', needed: ['libb.so.1'], runpath: ['/a'] };
    const tree = {
      '/lib/ld-musl-x86_64.so.1': library('libc.musl-x86_64.so.1'),
      '/bin/x': added(facts),
      '/a/libb.so.1': library('libb.so.1', { needed: ['liba.so.1'] }),
      '/a/liba.so.1': library('liba.so.1'),
    };
    expect(found({ tree, settings: { cmd: ['/bin/x'] }, alone: true })).toEqual([]);
  });

  it('is started by musl where gcompat stands in for glibc', () => {
    const tree = {
      '/bin/sh': executable(elf({ interpreter: null, type: 'executable' })),
      '/bin/x': needing('libc.so.6', 'libm.so.6'),
      '/lib/ld-musl-x86_64.so.1': library('libc.musl-x86_64.so.1'),
      '/lib64/ld-linux-x86-64.so.2': file(),
    };
    expect(found({ tree, alone: true })).toEqual([]);
  });

  it('has to be for the machine', () => {
    expect(
      found({ tree: { '/usr/local/bin/x': added({ machine: 183, interpreter: null, type: 'executable' }) } }),
    ).toEqual([`error other-machine: ${AUTHORS}: /usr/local/bin/x is for linux/arm64, the image is for linux/amd64`]);
    const small = added({ machine: 3, bits: 32, interpreter: null, type: 'executable' });
    expect(found({ tree: { '/usr/local/bin/x': small } })).toEqual([
      `warning other-machine: ${AUTHORS}: /usr/local/bin/x is for linux/386, the image is for linux/amd64`,
    ]);
  });

  it('of a package is told, its scripts only where they are started', () => {
    const tree = {
      '/usr/bin/tool': added({ needed: ['liba.so.1'] }, 'package tool'),
      '/usr/bin/helper': text('#!/usr/bin/perl\n', 'package tool'),
    };
    expect(found({ tree })).toEqual([
      'warning missing-library: package tool: /usr/bin/tool needs liba.so.1, which is not in the image',
    ]);
    expect(found({ tree, settings: { cmd: ['helper'] } })[0]).toBe(
      'error missing-interpreter: package tool: /usr/bin/helper is a script for /usr/bin/perl, which is not in the image',
    );
  });

  it('of the base is not looked at, but for what a distroless image took away', () => {
    const tree = { '/bin/x': executable(elf({ needed: ['liba.so.1', 'libb.so.1'] })) };
    expect(found({ tree, settings: { cmd: ['x'] } })).toEqual([]);
    expect(found({ tree, settings: { cmd: ['x'] }, removed: ['/usr/lib/liba.so.1'] })).toEqual([
      'error missing-library: from: /bin/x needs liba.so.1, which is not in the image',
    ]);
  });
});

describe('a script that an image adds', () => {
  it.each([
    ['#!/usr/bin/perl\n', 'error missing-interpreter', 'is a script for /usr/bin/perl, which is not in the image'],
    ['#!/usr/bin/env python3\n', 'error missing-interpreter', 'is a script for python3, which is not in the image'],
    ['#!python3\n', 'error missing-interpreter', 'is a script for python3, which is not in the image'],
    ['#!/bin/sh\r\necho\r\n', 'error carriage-return', 'has line ends of Windows (CRLF): a carriage return ends'],
    ['#!/usr/bin/env sh\r\n', 'error carriage-return', 'has line ends of Windows (CRLF)'],
    ['echo\n', 'warning no-shebang', 'has no first line that names what runs it'],
  ])('%j', (content, kind, problem) => {
    const all = found({ tree: { '/usr/local/bin/x': text(content) } });
    expect(all).toHaveLength(1);
    expect(all[0]).toContain(`${kind}: ${AUTHORS}: /usr/local/bin/x ${problem}`);
  });

  it.each(['#!/bin/sh\n', '#!/usr/bin/env sh\n', '#!/usr/bin/env -S sh -e\n', '#!/sbin/../bin/sh -e\n'])(
    '%j is right',
    (content) => {
      expect(found({ tree: { '/usr/local/bin/x': text(content) } })).toEqual([]);
    },
  );

  it('that nothing starts is a warning, and text there may be anything', () => {
    expect(found({ tree: { '/srv/x': text('#!/usr/bin/perl\n'), '/srv/README.md': text('# Read\n') } })).toEqual([
      `warning missing-interpreter: ${AUTHORS}: /srv/x is a script for /usr/bin/perl, which is not in the image`,
    ]);
  });

  it('for a program that a volume may bring is a warning', () => {
    const tree = { '/srv/x': text('#!/opt/run\n') };
    expect(found({ tree, settings: { entrypoint: ['/srv/x'], volumes: ['/opt'] } })).toEqual([
      `warning missing-interpreter: ${AUTHORS}: /srv/x is a script for /opt/run, which is not in the image`,
    ]);
  });

  it('is started by what has to start in turn', () => {
    const tree = { '/srv/x': text('#!/srv/run\n'), '/srv/run': added({ needed: ['liba.so.1'] }) };
    expect(found({ tree, settings: { entrypoint: ['/srv/x'] } })).toEqual([
      `error missing-library: ${AUTHORS}: /srv/run needs liba.so.1, which is not in the image`,
    ]);
  });
});
