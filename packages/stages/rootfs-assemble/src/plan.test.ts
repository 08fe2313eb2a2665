import { BasewrightError } from '@basewright/core';
import { dumpTree } from '@basewright/testing';
import { listing, type SourceNode, type SourceTree } from '@basewright/tree';

import { planRootfs, type RootfsInputs } from './plan';

const content = (text: string): { bytes: Uint8Array } => ({ bytes: Buffer.from(text) });

const TINY: RootfsInputs = {
  name: 'tiny',
  version: '1.38.0',
  libc: 'glibc',
  busybox: content('busybox'),
  getconf: content('getconf'),
  setuid: null,
  applets: [
    { name: '[', path: '/usr/bin/[' },
    { name: 'env', path: '/usr/bin/env' },
    { name: 'sh', path: '/bin/sh' },
  ],
  appletLinks: 'hard',
  debian: null,
  libraries: { files: [], links: {}, programs: [] },
  users: [],
  groups: [],
  trusted: [],
  files: [],
  links: {},
  directories: [],
};

const file = (below: string, text: string, executable = false): SourceNode => ({
  below,
  type: 'file',
  content: content(text),
  executable,
  sha256: '',
});
const source = (written: SourceTree['written'], ...nodes: SourceNode[]): SourceTree => ({ written, nodes });

function planned(changes: Partial<RootfsInputs>): Record<string, string> {
  return dumpTree(planRootfs({ ...TINY, ...changes }));
}

function refused(changes: Partial<RootfsInputs>): BasewrightError {
  try {
    planRootfs({ ...TINY, ...changes });
  } catch (error) {
    if (error instanceof BasewrightError && error.code === 'BAD_INPUT') return error;
    throw error;
  }
  throw new Error('the plan was not refused');
}

function refusal(changes: Partial<RootfsInputs>): string {
  return refused(changes).message;
}

it('puts a file into a directory that ends in a slash, as COPY does, and a tree in its place', () => {
  const at = (path: string, from: string): SourceTree['written'] => ({ source: from, path });
  const files = [
    source(at('/opt/', 'images/a/tool.conf'), file('', 'colour = blue')),
    source(at('/', './images/a/root.conf'), file('', 'x')),
    source(at('/srv/', 'images/a/site'), { below: '', type: 'directory' }, file('index.html', 'x')),
  ];
  const written = { '/opt/tool.conf': 'file 0644', '/root.conf': 'file 0644', '/srv/index.html': 'file 0644' };
  expect(planned({ files })).toMatchObject(written);
});

it('plans a tiny image', () => {
  expect(listing(planRootfs(TINY)).split('\n')).toEqual([
    'drwxr-xr-x         0:0         0 /',
    'drwxr-xr-x         0:0         0 /bin',
    '-rwxr-xr-x         0:0         7 /bin/busybox',
    '-rwxr-xr-x         0:0         7 /bin/getconf',
    'hrwxr-xr-x         0:0         0 /bin/sh link to /bin/busybox',
    'drwxr-xr-x         0:0         0 /dev',
    'drwxr-xr-x         0:0         0 /etc',
    '-rw-r--r--         0:0       306 /etc/group',
    '-rw-r--r--         0:0        34 /etc/hosts',
    '-rw-r--r--         0:0       114 /etc/localtime',
    'drwxr-xr-x         0:0         0 /etc/network',
    'drwxr-xr-x         0:0         0 /etc/network/if-down.d',
    'drwxr-xr-x         0:0         0 /etc/network/if-post-down.d',
    'drwxr-xr-x         0:0         0 /etc/network/if-pre-up.d',
    'drwxr-xr-x         0:0         0 /etc/network/if-up.d',
    '-rw-r--r--         0:0       208 /etc/os-release',
    '-rw-r--r--         0:0       316 /etc/passwd',
    '-rw-r--r--         0:0         0 /etc/resolv.conf',
    '-rw-------         0:0       136 /etc/shadow',
    'drwxr-xr-x         0:0         0 /home',
    'dr-xr-xr-x         0:0         0 /proc',
    'drwx------         0:0         0 /root',
    'drwxr-xr-x         0:0         0 /run',
    'drwxr-xr-x         0:0         0 /sbin',
    'dr-xr-xr-x         0:0         0 /sys',
    'drwxrwxrwt         0:0         0 /tmp',
    'drwxr-xr-x         0:0         0 /usr',
    'drwxr-xr-x         0:0         0 /usr/bin',
    'hrwxr-xr-x         0:0         0 /usr/bin/[ link to /bin/busybox',
    'hrwxr-xr-x         0:0         0 /usr/bin/env link to /bin/busybox',
    'drwxr-xr-x         0:0         0 /usr/sbin',
    'drwxr-xr-x         0:0         0 /var',
    'drwxr-xr-x         0:0         0 /var/log',
    'lrwxrwxrwx         0:0         0 /var/run -> ../run',
    'drwxr-xr-x         0:0         0 /var/spool',
    'drwxr-xr-x         8:8         0 /var/spool/mail',
    'drwxrwxrwt         0:0         0 /var/tmp',
    'drwxr-xr-x       33:33         0 /var/www',
    '',
  ]);
});

it.each([
  ['hard', 'hardlink /bin/busybox.suid', 'hardlink /bin/busybox'],
  ['symbolic', 'symlink busybox.suid', 'symlink busybox'],
] as const)('has a second BusyBox for the applets that are setuid (%s links)', (appletLinks, su, sh) => {
  const applets = [...TINY.applets, { name: 'su', path: '/bin/su', isSetuid: true as const }];
  const plan = planRootfs({ ...TINY, appletLinks, applets, setuid: content('second') });
  expect(dumpTree(plan)).toMatchObject({
    '/bin/busybox': 'file 0755',
    '/bin/busybox.suid': 'file 4755',
    '/bin/su': su,
    '/bin/sh': sh,
  });
  const modes = plan.filter(({ type }) => type === 'hardlink').map(({ path, mode }) => [path, mode & 0o4000]);
  expect(modes.filter(([, bit]) => bit !== 0)).toEqual(appletLinks === 'hard' ? [['/bin/su', 0o4000]] : []);
});

it('places libraries, links and configuration of the libc', () => {
  const files = [
    { path: '/lib/libc.so.6', content: content('c'), mode: 0o600, origin: 'package libc6' },
    { path: '/lib/ld-linux-x86-64.so.2', content: content('ld'), mode: 0o744, origin: 'package libc6' },
  ];
  expect(planned({ libraries: { files, links: { '/lib64': 'lib' }, programs: [] } })).toMatchObject({
    '/lib/': 'dir 0755',
    '/lib/libc.so.6': 'file 0644',
    '/lib/ld-linux-x86-64.so.2': 'file 0755',
    '/lib64': 'symlink lib',
  });
});

describe('with packages of Debian', () => {
  const debian = { osRelease: 'VERSION="13 (trixie)"\nID=debian\n', version: '13.8\n' };
  const textAt = (changes: Partial<RootfsInputs>, path: string): string => {
    const entry = planRootfs({ ...TINY, debian, ...changes }).find((one) => one.path === path);
    return entry?.type === 'file' && 'bytes' in entry.content ? Buffer.from(entry.content.bytes).toString() : '';
  };

  it('says so to scanners', () => {
    expect(textAt({}, '/etc/os-release')).toMatch(/^ID=debian$/m);
    expect(textAt({}, '/etc/debian_version')).toBe('13.8\n');
    expect(planned({})['/etc/debian_version']).toBeUndefined();
  });

  it('leaves an author the last word', () => {
    const files = [source({ source: 'own', path: '/etc/os-release' }, file('', 'ID=own\n'))];
    expect(textAt({ files }, '/etc/os-release')).toBe('ID=own\n');
    expect(textAt({ files }, '/etc/debian_version')).toBe('13.8\n');
    expect(planned({ debian, links: { '/etc/os-release': '../usr/lib/os-release' } })).toMatchObject({
      '/etc/os-release': 'symlink ../usr/lib/os-release',
    });
  });
});

describe('what an author adds', () => {
  it('gets the modes and owners that were asked for', () => {
    expect(
      planned({
        users: [{ name: 'app', uid: 1000, home: '/srv/app' }],
        files: [
          source({ source: 'motd', path: '/etc/motd' }, file('', 'hello')),
          source({ source: 'key', path: '/srv/app/key', mode: '0400', owner: 'app' }, file('', 'k')),
          source(
            { source: 'tree', path: '/', owner: '0:100' },
            { below: '', type: 'directory' },
            { below: 'tmp', type: 'directory' },
            file('tmp/note', 'n'),
            { below: 'opt', type: 'directory' },
            file('opt/run', '#!', true),
            { below: 'opt/latest', type: 'symlink', target: 'run' },
          ),
        ],
        links: { '/usr/bin/python': 'python3' },
        directories: [{ path: '/srv/data/', mode: '1770', owner: 'app:mail' }],
      }),
    ).toMatchObject({
      '/': 'dir 0755',
      '/etc/motd': 'file 0644',
      '/opt/': 'dir 0755 0:100',
      '/opt/latest': 'symlink run 0:100',
      '/opt/run': 'file 0755 0:100',
      '/srv/app/': 'dir 0755 1000:1000',
      '/srv/app/key': 'file 0400 1000:1000',
      '/srv/data/': 'dir 1770 1000:8',
      '/tmp/': 'dir 1777',
      '/tmp/note': 'file 0644 0:100',
      '/usr/bin/python': 'symlink python3',
    });
  });

  it('decides the mode of a home, but not whose it is', () => {
    const users = [{ name: 'app', uid: 1000, home: '/srv/app' }];
    expect(planned({ users, directories: [{ path: '/srv/app', mode: '0700' }] })).toMatchObject({
      '/srv/app/': 'dir 0700 1000:1000',
    });
    expect(refusal({ users, directories: [{ path: '/srv/app', owner: '0:0' }] })).toBe(
      'cannot plan the root file system: /srv/app: two entries, a directory 0755 1000:1000 from the home of user app' +
        ' and a directory 0755 0:0 from rootfs.directories[0]',
    );
  });

  it('may not take the place of something else', () => {
    expect(refusal({ files: [source({ source: 'a/sh', path: '/bin/sh' }, file('', ''))] })).toBe(
      'cannot plan the root file system: /bin/sh: two entries, a hard link from applet sh and a file from rootfs.files[0] (a/sh)',
    );
    expect(refusal({ links: { '/etc/passwd': 'x' } })).toContain(
      '/etc/passwd: two entries, a file from the user tables and a symbolic link from rootfs.links["/etc/passwd"]',
    );
    expect(refusal({ files: [source({ source: 'pid', path: '/var/run/pid' }, file('', ''))] })).toContain(
      "/var/run/pid: a file from rootfs.files[0] (pid) is below /var/run, a symbolic link from the image's skeleton",
    );
  });

  it('is refused with every mistake at once', () => {
    expect(
      refusal({
        applets: [{ name: 'ls', path: '/opt/ls' }],
        users: [{ name: 'x', uid: 0 }],
        files: [
          {
            written: { source: 'gone', path: '/../etc' },
            nodes: [],
            problem: 'there is no such file in the workspace',
          },
          source({ source: 'a', path: '/a', mode: '0999', owner: 'rot' }, file('', '')),
        ],
        links: { relative: '' },
        directories: [{ path: '/a/b' }],
      }).split('\n'),
    ).toEqual([
      'cannot plan the root file system: 9 mistakes',
      "  user x: number 0 is root's already",
      '  rootfs.files[0] (gone): there is no such file in the workspace',
      '  rootfs.files[0] (gone): "/../etc" is not a path in the image: it holds ".."',
      '  rootfs.files[1] (a): mode "0999" is not three or four octal digits, as in "0755"',
      '  rootfs.files[1] (a): owner "rot": there is no user "rot" (did you mean "root"?)',
      '  rootfs.links["relative"]: "" is not the target of a link',
      '  rootfs.links["relative"]: "relative" is not a path in the image: it does not start with "/"',
      '  applet ls: /opt/ls is not in a directory BusyBox installs to (/ /bin /sbin /usr/bin /usr/sbin)',
      '  /a/b: a directory 0755 0:0 from rootfs.directories[0] is below /a, a file from rootfs.files[1] (a)',
    ]);
  });
});

it('says how to replace an applet', () => {
  expect(refused({ links: { '/bin/sh': 'bash' } }).hint).toBe(
    "to replace an applet, switch it off in BusyBox's configuration (unset its CONFIG symbol)",
  );
  expect(refused({ links: { '/etc/passwd': 'x' } }).hint).toBeUndefined();
});
