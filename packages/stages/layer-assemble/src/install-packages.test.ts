import { platformOf } from '@basewright/core';
import { dumpTree } from '@basewright/testing';
import { type BaseTree, type TreeEntry } from '@basewright/tree';

import { changedAccountFiles } from './base-accounts';
import { debianPaths, replacedApplets } from './debian-paths';
import { installedEntries, installPackages } from './install-packages';
import { type LayerPackage } from './read-packages';

const at = { mode: 0o755, uid: 0, gid: 0, layer: 0, inode: null } as const;
const BUSYBOX = { ...at, type: 'file', inode: { layer: 0, index: 7 } } as const;
const SETUID = { ...at, type: 'file', inode: { layer: 0, index: 9 } } as const;
const PASSWD = 'root:x:0:0:root:/root:/bin/sh\n';
const GROUP = 'root:x:0:\naudio:x:29:\n';
const BASE: BaseTree = new Map([
  ['/', { ...at, type: 'directory' }],
  ['/bin', { ...at, type: 'directory' }],
  ['/bin/busybox', BUSYBOX],
  // As a layer's hard link is in the tree of an image.
  ['/bin/tar', BUSYBOX],
  ['/bin/other', { ...at, type: 'file', inode: { layer: 0, index: 8 } }],
  ['/usr/bin/awk', { ...at, type: 'symlink', target: '../../bin/busybox' }],
  ['/usr/sbin/fdisk', BUSYBOX],
  ['/bin/busybox.suid', SETUID],
  ['/bin/su', SETUID],
  ['/usr/bin/passwd', { ...at, type: 'symlink', target: '../../bin/busybox.suid' }],
  ['/etc/passwd', { ...at, type: 'file', fact: { text: PASSWD } }],
  ['/etc/group', { ...at, type: 'file', fact: { text: GROUP } }],
  ['/etc/shadow', { ...at, type: 'file', mode: 0o640, fact: { text: 'root:$6$x:::::::\n' } }],
]);

const ACCOUNTS = {
  users: [{ name: 'root', uid: 0, gid: 0, gecos: 'root', home: '/root', shell: '/bin/sh' }],
  groups: [
    { name: 'root', gid: 0, members: [] },
    { name: 'audio', gid: 29, members: [] },
  ],
};

const entry = (path: string): TreeEntry => ({
  type: 'file',
  path,
  mode: 0o755,
  uid: 0,
  gid: 0,
  origin: 'package x',
  content: { bytes: Buffer.from('') },
});

const shipping = (postinst: string): LayerPackage => ({
  package: { name: 'x', version: '1', architecture: 'amd64', archive: 'debian', path: 'pool/x', sha256: '', size: 0 },
  directory: '',
  control: '',
  md5sums: null,
  triggers: '',
  scripts: { postinst: `#!/bin/sh\n${postinst}\n` },
  licences: null,
  entries: [
    { path: '/bin/x', type: 'file', mode: 0o755, uid: 0, gid: 0, size: 3, source: '/tmp/x' },
    { path: '/etc/old', type: 'file', mode: 0o644, uid: 0, gid: 0, size: 3, source: '/tmp/old' },
  ],
});

it('changes what packages ship as their scripts would, and adds what those make', async () => {
  const script = `adduser --system --group x; adduser x audio; chown x:x /bin/x; rm /etc/old
mkdir -p /var/lib/x; touch /usr/share/man/x /dev/x`;
  const platform = platformOf('linux/amd64');
  const effects = await installPackages([shipping(script)], {
    ...{ base: BASE, platform, accounts: ACCOUNTS, certificates: [] },
  });
  const accounts = { users: effects.users, groups: effects.groups };
  const left = installedEntries([entry('/usr/bin/x'), entry('/etc/old'), entry('/etc/other')], effects, accounts);
  expect(dumpTree(left)).toMatchObject({
    '/usr/bin/x': 'file 0755 101:101',
    '/etc/other': 'file 0755',
    '/var/lib/x/': 'dir 0755',
  });
  expect(left.map(({ path }) => path)).not.toEqual(expect.arrayContaining(['/etc/old']));
  expect(left.filter(({ path }) => /man|dev/.test(path))).toEqual([]);
  const tables = changedAccountFiles(BASE, ACCOUNTS, accounts);
  const text = (path: string): string => {
    const table = tables.find((one) => one.path === path);
    return table?.type === 'file' && 'bytes' in table.content ? Buffer.from(table.content.bytes).toString() : '';
  };
  expect(text('/etc/passwd')).toBe(`${PASSWD}x:x:101:101::/nonexistent:/usr/sbin/nologin\n`);
  expect(text('/etc/group')).toBe('root:x:0:\naudio:x:29:x\nx:x:101:\n');
  expect(text('/etc/shadow')).toBe('root:$6$x:::::::\nx:*:::::::\n');
});

describe('debianPaths', () => {
  it('finds a program in /bin, too, and before the applet of its name wherever that is', () => {
    const entries = ['tar', 'awk', 'fdisk', 'x'].map((name) => entry(`/usr/bin/${name}`));
    expect(dumpTree(debianPaths(entries, BASE))).toEqual({
      '/bin/awk': 'symlink ../usr/bin/awk',
      '/bin/fdisk': 'symlink ../usr/bin/fdisk',
      '/bin/tar': 'symlink ../usr/bin/tar',
      '/bin/x': 'symlink ../usr/bin/x',
      '/usr/sbin/fdisk': 'symlink ../bin/fdisk',
    });
  });

  it('makes no link where a base has the directories in one', () => {
    const merged: BaseTree = new Map([['/bin', { ...at, type: 'symlink', target: 'usr/bin' }]]);
    expect(debianPaths([entry('/usr/bin/x')], merged)).toEqual([]);
  });

  it('says which applets give way', () => {
    const applets = ['/bin/tar', '/usr/bin/awk', '/bin/su', '/usr/bin/passwd'];
    const entries = [...applets, '/usr/bin/x', '/bin/busybox', '/bin/busybox.suid'].map((path) => ({
      ...entry(path),
      isPackaged: true,
    }));
    expect(replacedApplets(entries, BASE)).toEqual(['awk', 'passwd', 'su', 'tar']);
  });
});
