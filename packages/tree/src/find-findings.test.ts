import { platformOf } from '@basewright/core';
import { type ContainerSettings, type Execution } from '@basewright/oci';

import { findFindings } from './find-findings';
import { type Program, programOf, type StartFacts } from './program';
import { startOf } from './start';
import { type NodeFacts, type TreeFacts } from './tree-facts';

const amd64 = platformOf('linux/amd64');
const AUTHORS = 'rootfs.files[0] (images/app/x)';

type Row = Partial<NodeFacts>;
const directory: Row = { type: 'directory', mode: 0o755 };
const link = (target: string, origin?: string): Row => ({
  ...{ type: 'symlink', mode: 0o777, target },
  ...(origin === undefined ? {} : { origin }),
});
const file = (mode = 0o644): Row => ({ type: 'file', mode });
const executable = (program: Program, origin?: string): Row => ({
  ...{ type: 'file', mode: 0o755, program },
  ...(origin === undefined ? {} : { origin }),
});
const text = (content: string, origin: string | undefined = AUTHORS): Row =>
  executable(programOf(Buffer.from(content)), origin);
const elf = (facts: Partial<StartFacts> = {}): Program => ({
  kind: 'elf',
  elf: {
    ...amd64.elf,
    ...{ type: 'shared', interpreter: amd64.loader, needed: [], soname: null, runpath: [], rpath: [] },
    ...{ versionsNeeded: {}, versionsDefined: [], ...facts },
  },
});
const library = (soname: string, facts: Partial<StartFacts> = {}): Row => ({
  ...executable(elf({ interpreter: null, soname, ...facts })),
});
const added = (facts: Partial<StartFacts>, origin = AUTHORS): Row => executable(elf(facts), origin);

/** A base on glibc: `sh` and `env`, a loader and a C library. */
const BASE: Readonly<Record<string, Row>> = {
  ...{ '/': directory, '/bin': directory, '/usr': directory, '/usr/bin': directory, '/usr/local/bin': directory },
  ...{ '/bin/sh': executable(elf()), '/usr/bin/env': executable(elf()), '/lib64': link('lib'), '/srv': directory },
  '/lib/ld-linux-x86-64.so.2': library('ld-linux-x86-64.so.2'),
  '/lib/libc.so.6': library('libc.so.6', { versionsDefined: ['GLIBC_2.2.5', 'GLIBC_2.34'] }),
};

const PASSWD = 'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/:/bin/false\n';
const GROUP = 'root:x:0:\napp:x:1000:\nstaff:x:50:app\n';

interface Tried {
  readonly tree?: Readonly<Record<string, Row>>;
  readonly settings?: ContainerSettings;
  readonly base?: Execution | null;
  readonly facts?: Partial<TreeFacts>;
  readonly removed?: readonly string[];
  readonly platform?: string;
  /** Leave the base's own tree out. */
  readonly alone?: true;
}

/** `error missing-library: rootfs.files[0] (…): /bin/x needs …`, a line each. */
function found({ tree = {}, settings = { cmd: ['sh'] }, base = null, removed = [], ...more }: Tried): string[] {
  const rows = { ...(more.alone === true ? {} : BASE), ...tree };
  const facts: TreeFacts = {
    nodes: new Map(Object.entries(rows).map(([path, row]) => [path, { type: 'file', mode: 0o644, ...row }])),
    ...{ texts: { '/etc/passwd': PASSWD, '/etc/group': GROUP }, libraryCache: {}, shells: [], ...more.facts },
  };
  const platform = platformOf(more.platform ?? 'linux/amd64');
  return findFindings({ facts, start: startOf(base, settings), platform, removed }).map(
    ({ severity, kind, place, file: path, problem }) =>
      `${severity} ${kind}: ${place}: ${path === null || place.startsWith('image.') ? '' : `${path} `}${problem}`,
  );
}

it('finds nothing in an image that starts', () => {
  expect(found({})).toEqual([]);
});

describe('the user', () => {
  it.each(['app', 'app:staff', '1000', '4711:4711', '4711', '', 'root'])('%j is right', (user) => {
    expect(found({ settings: { cmd: ['sh'], user } })).toEqual([]);
  });

  it.each([
    ['ghost', 'image.user: there is no user "ghost" in the image'],
    ['aapp', 'image.user: there is no user "aapp" in the image (did you mean "app"?)'],
    ['app:nogroup', 'image.user: there is no group "nogroup" in the image (did you mean "app"?)'],
    ['4711:nogroup', 'image.user: there is no group "nogroup" in the image'],
    ['app:stuff', 'image.user: there is no group "stuff" in the image (did you mean "staff"?)'],
  ])('%s: %s', (user, message) => {
    expect(found({ settings: { cmd: ['sh'], user } })).toEqual([`error unknown-user: ${message}`]);
  });

  it('of a base is told as that', () => {
    expect(found({ base: { User: 'ghost' }, settings: {} })).toEqual([
      'error unknown-user: image.user: the base\'s "ghost": there is no user "ghost" in the image',
    ]);
  });
});

describe('what is started', () => {
  it.each<[string, ContainerSettings, Readonly<Record<string, Row>>, string]>([
    [
      'an entrypoint that is not there',
      { entrypoint: ['/srv/bin/serve'] },
      {},
      'error missing-program: image.entrypoint[0]: "/srv/bin/serve" is not in the image',
    ],
    [
      'a misspelt name',
      { entrypoint: ['/bin/hs'] },
      {},
      'error missing-program: image.entrypoint[0]: "/bin/hs" is not in the image',
    ],
    [
      'a misspelt name below long directories',
      { entrypoint: ['/usr/local/libexec/sever'] },
      { '/usr/local/libexec/env': added({}), '/usr/local/libexec/server': added({}) },
      'error missing-program: image.entrypoint[0]: "/usr/local/libexec/sever" is not in the image (did you mean "/usr/local/libexec/server"?)',
    ],
    [
      'a name that no directory of PATH has',
      { cmd: ['envv'] },
      {},
      'error missing-program: image.cmd[0]: "envv" is in no directory of PATH (/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin) (did you mean "env"?)',
    ],
    [
      'a program that is elsewhere',
      { entrypoint: ['/bin/env'] },
      {},
      'error missing-program: image.entrypoint[0]: "/bin/env" is not in the image (did you mean "/usr/bin/env"?)',
    ],
    [
      'a whole command line in one word',
      { entrypoint: ['sh -c true'] },
      {},
      'error missing-program: image.entrypoint[0]: "sh -c true" is in no directory of PATH (/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin); write each word of a command line as a text of its own',
    ],
    [
      'a PATH without it',
      { cmd: ['sh', '-c', 'x'], env: { PATH: '/opt/bin' } },
      {},
      'error missing-program: image.cmd[0]: "sh" is in no directory of PATH (/opt/bin) (did you mean "/bin/sh"?)',
    ],
    [
      'a file that is not executable',
      { entrypoint: ['/srv/serve'] },
      { '/srv/serve': file() },
      'error not-executable: image.entrypoint[0]: "/srv/serve" is there and is not executable',
    ],
    ['a directory', { entrypoint: ['/srv'] }, {}, 'error not-executable: image.entrypoint[0]: "/srv" is a directory'],
    [
      "a file of the author's that is not executable",
      { entrypoint: ['/srv/serve'] },
      { '/srv/serve': { ...file(), origin: AUTHORS } },
      'error not-executable: image.entrypoint[0]: "/srv/serve" is there and is not executable: say "mode": "0755" of it',
    ],
    [
      'a link to nothing',
      { entrypoint: ['serve'] },
      { '/bin/serve': link('../srv/serve') },
      'error missing-program: image.entrypoint[0]: "serve" leads to /srv/serve, which is not in the image',
    ],
    [
      'a file that its user may not execute',
      { entrypoint: ['/srv/serve'], user: 'app' },
      { '/srv/serve': { ...added({}), mode: 0o700 } },
      'error not-executable: image.entrypoint[0]: "/srv/serve" is there and user app may not execute it',
    ],
    [
      'a file in a directory that is closed to its user',
      { entrypoint: ['/root/serve'], user: '1000:50' },
      { '/root': { ...directory, mode: 0o700 }, '/root/serve': added({}) },
      'error not-executable: image.entrypoint[0]: "/root/serve" is there and user 1000:50 may not execute it',
    ],
    [
      'a script without a first line',
      { entrypoint: ['/srv/serve'] },
      { '/srv/serve': text('echo started\n') },
      `warning no-shebang: ${AUTHORS}: /srv/serve has no first line that names what runs it, as in "#!/bin/sh"; it begins with "echo started"`,
    ],
    [
      'a script whose byte order mark hides the first line',
      { entrypoint: ['/srv/serve'] },
      { '/srv/serve': text('\ufeff#!/bin/sh\n') },
      `warning no-shebang: ${AUTHORS}: /srv/serve begins with a byte order mark, so that its first line is not seen: save it without`,
    ],
    [
      'an empty file',
      { entrypoint: ['/srv/serve'] },
      { '/srv/serve': text('') },
      `warning no-shebang: ${AUTHORS}: /srv/serve is empty`,
    ],
    [
      'a program of another system',
      { entrypoint: ['/srv/serve'] },
      { '/srv/serve': executable({ kind: 'foreign', system: 'macOS' }, AUTHORS) },
      `error other-machine: ${AUTHORS}: /srv/serve is a program for macOS`,
    ],
    [
      'the default command, in an image without a shell',
      { cmd: ['sh'] },
      { '/bin/sh': link('/srv/none') },
      'warning missing-program: image.cmd[0]: "sh" leads to /srv/none, which is not in the image',
    ],
    [
      'a program that a volume may bring',
      { entrypoint: ['/srv/serve'], volumes: ['/srv'] },
      {},
      'warning missing-program: image.entrypoint[0]: "/srv/serve" is not in the image',
    ],
  ])('%s', (_what, settings, tree, message) => {
    expect(found({ settings, tree })).toEqual([message]);
  });

  it.each<[string, ContainerSettings, Readonly<Record<string, Row>>]>([
    ['nothing at all', {}, {}],
    ['arguments that are no programs', { entrypoint: ['sh'], cmd: ['-c', '/nowhere/at/all'] }, {}],
    ['a path from the working directory', { cmd: ['./serve'], workingDir: '/srv' }, { '/srv/serve': added({}) }],
    ['a link through links of directories', { cmd: ['/sbin/sh'] }, { '/sbin': link('bin') }],
    ['a hard link', { cmd: ['/bin/ash'] }, { '/bin/ash': { type: 'hardlink', mode: 0o755, target: '/bin/sh' } }],
    [
      'a file of a group of the user',
      { cmd: ['/srv/x'], user: 'app' },
      { '/srv/x': { ...added({}), mode: 0o710, gid: 50 } },
    ],
    ['a file that only root owns, as root', { cmd: ['/srv/x'] }, { '/srv/x': { ...added({}), mode: 0o100 } }],
  ])('is right with %s', (_what, settings, tree) => {
    expect(found({ settings, tree })).toEqual([]);
  });

  it('is told with all that is wrong with it at once', () => {
    const script = { ...text('#!/usr/bin/perl\r\n'), mode: 0o644 };
    expect(found({ settings: { entrypoint: ['/srv/serve'], user: 'ghost' }, tree: { '/srv/serve': script } })).toEqual([
      'error unknown-user: image.user: there is no user "ghost" in the image',
      'error not-executable: image.entrypoint[0]: "/srv/serve" is there and is not executable: say "mode": "0755" of it',
      expect.stringContaining(`error carriage-return: ${AUTHORS}: /srv/serve has line ends of Windows`) as string,
      `error missing-interpreter: ${AUTHORS}: /srv/serve is a script for /usr/bin/perl, which is not in the image`,
    ]);
  });

  it('is told of the base where image.json does not say it', () => {
    expect(found({ base: { Entrypoint: ['/init'] }, settings: {} })).toEqual([
      'error missing-program: image.entrypoint: the base\'s "/init" is not in the image',
    ]);
  });

  it('may be a shell of an account: one that lets nobody in need not be there', () => {
    const place = 'rootfs.users[0].shell (dev)';
    const shells = (shell: string) => found({ facts: { shells: [{ shell, place }] } });
    expect(shells('/usr/bin/sh')).toEqual([
      `error missing-program: ${place}: /usr/bin/sh "/usr/bin/sh" is not in the image (did you mean "/bin/sh"?)`,
    ]);
    for (const shell of ['/bin/sh', '/bin/false', '/sbin/nologin']) expect(shells(shell)).toEqual([]);
  });
});

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
        ...{ '/a/libb.so.1': library('libb.so.1', { needed: ['liba.so.1'] }), '/a/liba.so.1': file() },
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
      ...{ '/lib/ld-musl-x86_64.so.1': library('libc.musl-x86_64.so.1'), '/bin/x': added(facts) },
      ...{ '/a/libb.so.1': library('libb.so.1', { needed: ['liba.so.1'] }), '/a/liba.so.1': library('liba.so.1') },
    };
    expect(found({ tree, settings: { cmd: ['/bin/x'] }, alone: true })).toEqual([]);
  });

  it('is started by musl where gcompat stands in for glibc', () => {
    const tree = {
      ...{
        '/bin/sh': executable(elf({ interpreter: null, type: 'executable' })),
        '/bin/x': needing('libc.so.6', 'libm.so.6'),
      },
      ...{ '/lib/ld-musl-x86_64.so.1': library('libc.musl-x86_64.so.1'), '/lib64/ld-linux-x86-64.so.2': file() },
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
      ...{ ...module('/srv/a.musl.node', 'libc.musl-x86_64.so.1', 'libz.so.1'), ...other },
      ...{ ...module('/srv/java/libawt.so', 'libjvm.so'), '/srv/java/server/libjvm.so': file() },
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
