import { platformOf } from '@basewright/core';
import { type TreeNode } from '@basewright/oci';
import { dumpTree } from '@basewright/testing';
import { type BaseFact, type BaseTree, type SourceTree, type TreeEntry } from '@basewright/tree';

import { baseAccounts } from './base-accounts';
import { type LayerPackage, type PackageNode } from './read-packages';
import { type LayerInputs, planLayer } from './plan-layer';

const node = (type: TreeNode<BaseFact>['type'], more: Partial<TreeNode<BaseFact>> = {}): TreeNode<BaseFact> => ({
  type,
  mode: type === 'directory' ? 0o755 : 0o644,
  uid: 0,
  gid: 0,
  layer: 0,
  inode: null,
  ...more,
});
const PASSWD = 'root:x:0:0:root:/root:/bin/sh\n';
const GROUP = 'root:x:0:\nshadow:x:42:';
const BASE: BaseTree = new Map([
  ['/', node('directory')],
  ['/etc', node('directory')],
  ['/etc/passwd', node('file', { fact: { text: PASSWD } })],
  ['/etc/group', node('file', { fact: { text: GROUP } })],
  ['/etc/shadow', node('file', { mode: 0o640, gid: 42, fact: { text: 'root:!:::::::\n' } })],
  ['/etc/motd', node('file')],
  ['/usr', node('directory')],
  ['/usr/lib', node('directory')],
  ['/lib', node('symlink', { target: 'usr/lib' })],
  ['/loop', node('symlink', { target: 'loop' })],
  ['/var', node('directory')],
  ['/var/data', node('directory', { mode: 0o700 })],
]);

const file = (path: string, more: Partial<SourceTree['written']> = {}): SourceTree => ({
  written: { source: 'x', path, ...more },
  nodes: [{ below: '', type: 'file', content: { bytes: Buffer.from('x') }, executable: false, sha256: '' }],
});

function plan(inputs: Partial<LayerInputs>, base = BASE): TreeEntry[] {
  return planLayer({
    name: 'app',
    platform: platformOf('linux/amd64'),
    packages: null,
    effects: null,
    base,
    users: [],
    groups: [],
    files: [],
    links: {},
    directories: [],
    ...inputs,
  });
}

function textOf(entries: readonly TreeEntry[], path: string): string {
  const entry = entries.find((one) => one.path === path);
  return entry?.type === 'file' && 'bytes' in entry.content ? Buffer.from(entry.content.bytes).toString() : '';
}

describe('planLayer', () => {
  it('has nothing where nothing is added', () => {
    expect(plan({})).toEqual([]);
  });

  it('adds files, links and directories, and the directories they lack, not those the base has', () => {
    const entries = plan({
      files: [file('/etc/motd'), file('/srv/www/index.html', { owner: '12:34', mode: '0640' })],
      links: { '/etc/news': 'motd' },
      directories: [{ path: '/var/data', mode: '0755' }],
    });
    expect(dumpTree(entries)).toEqual({
      '/etc/motd': 'file 0644',
      '/etc/news': 'symlink motd',
      '/srv/': 'dir 0755',
      '/srv/www/': 'dir 0755',
      '/srv/www/index.html': 'file 0640 12:34',
      '/var/data/': 'dir 0755',
    });
  });

  it("goes where the base's links lead", () => {
    expect(dumpTree(plan({ files: [file('/lib/x/y')] }))).toEqual({
      '/usr/lib/x/': 'dir 0755',
      '/usr/lib/x/y': 'file 0644',
    });
  });

  it("appends accounts to the base's tables, in their mode and owner, and makes their homes", () => {
    const entries = plan({
      users: [{ name: 'app', uid: 1000, home: '/srv/app' }],
      files: [file('/etc/x', { owner: 'app' })],
    });
    expect(dumpTree(entries)).toEqual({
      '/etc/group': 'file 0644',
      '/etc/passwd': 'file 0644',
      '/etc/shadow': 'file 0640 0:42',
      '/etc/x': 'file 0644 1000:1000',
      '/srv/': 'dir 0755',
      '/srv/app/': 'dir 0755 1000:1000',
    });
    expect(textOf(entries, '/etc/passwd')).toBe(`${PASSWD}app:x:1000:1000:app:/srv/app:/bin/false\n`);
    expect(textOf(entries, '/etc/group')).toBe(`${GROUP}\napp:x:1000:\n`);
    expect(textOf(entries, '/etc/shadow')).toBe('root:!:::::::\napp:*:::::::\n');
  });

  it('knows the accounts of the base as owners, and blames it for nothing', () => {
    const odd = new Map(BASE).set('/etc/passwd', node('file', { fact: { text: `${PASSWD}Debian-exim:x:0:0::/:\n` } }));
    expect(dumpTree(plan({ files: [file('/x', { owner: 'root:shadow' })] }, odd))).toEqual({ '/x': 'file 0644 0:42' });
  });

  it('changes accounts of the base, and those that scripts make, where image.json says so', () => {
    const redis = { name: 'redis', uid: 100, gid: 100, gecos: '', home: '/var/lib/redis', shell: '/usr/sbin/nologin' };
    const base = baseAccounts(BASE);
    const users = [...base.users, redis];
    const groups = [...base.groups, { name: 'redis', gid: 100, members: [] }];
    const entries = plan({
      effects: { nodes: new Map(), removed: [], users, groups },
      users: [
        { name: 'redis', shell: '/bin/sh', groups: ['shadow'] },
        { name: 'root', home: '/' },
      ],
    });
    expect(textOf(entries, '/etc/passwd')).toContain('redis:x:100:100::/var/lib/redis:/bin/sh\n');
    expect(textOf(entries, '/etc/passwd')).toMatch(/^root:x:0:0:[^:]*:\/:/m);
    expect(textOf(entries, '/etc/group')).toMatch(/^shadow:x:42:redis$/m);
  });

  it('takes no table of accounts from a package', () => {
    const entry: PackageNode = {
      ...{ path: '/etc/passwd', type: 'file', mode: 0o644, uid: 0, gid: 0, size: 0, source: '/dev/null' },
    };
    const evil = { name: 'evil', version: '1', architecture: 'amd64', archive: 'debian', path: 'pool/x' };
    const packages: LayerPackage[] = [
      {
        ...{ package: { ...evil, sha256: '', size: 0 }, directory: '', control: 'Package: evil\n', md5sums: null },
        ...{ scripts: {}, triggers: '', licences: null, entries: [entry] },
      },
    ];
    const release = { osRelease: '', version: '13' };
    expect(() => plan({ packages: { packages, release, departures: [] } })).toThrow(
      '/etc/passwd: package evil has one of its own; users and groups are those of the base and of image.json',
    );
  });

  it('makes tables where the base has none', () => {
    const entries = plan({ users: [{ name: 'app', uid: 1000 }] }, new Map([['/', node('directory')]]));
    expect(dumpTree(entries)).toMatchObject({ '/etc/': 'dir 0755', '/etc/shadow': 'file 0600' });
    expect(textOf(entries, '/etc/passwd')).toBe('app:x:1000:1000:app:/nonexistent:/bin/false\n');
  });

  it('says everything that is wrong at once', () => {
    const message = (inputs: Partial<LayerInputs>): string => {
      try {
        plan(inputs);
        return '';
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
    };
    expect(
      message({
        files: [
          file('/../x'),
          file('/var/data'),
          file('/lib/x'),
          file('/usr/lib/x'),
          file('/loop/x'),
          file('/y', { owner: 'rot' }),
        ],
        directories: [{ path: '/etc/motd' }],
        users: [
          { name: 'rot', shell: '/bin/sh' },
          { name: 'app', uid: 0 },
        ],
      }).split('\n'),
    ).toEqual([
      'cannot plan the layer: 8 mistakes',
      '  user rot: a new user has to have a number: write "uid" (nobody is called so in the image)',
      "  user app: number 0 is root's already",
      '  rootfs.files[0] (x): "/../x" is not a path in the image: it holds ".."',
      '  rootfs.files[5] (x): owner "rot": there is no user "rot" (did you mean "root"?)',
      '  /loop/x: a file from rootfs.files[4] (x) is below links of the base that lead in a circle',
      '  /usr/lib/x: two entries, a file from rootfs.files[2] (x) and a file from rootfs.files[3] (x)',
      '  /etc/motd: a directory 0755 0:0 from rootfs.directories[0] would take the place of a file of the base',
      '  /var/data: a file from rootfs.files[1] (x) would take the place of a directory of the base',
    ]);
  });
});
