import { platformOf } from '@basewright/core';
import { type TreeNode } from '@basewright/oci';
import { dumpTree } from '@basewright/testing';
import { type BaseFact, type TreeEntry } from '@basewright/tree';

import { interpreterLinks } from './interpreter-links';
import { packageEntries } from './package-entries';
import { type LayerPackage, type PackageNode } from './read-packages';

const MULTIARCH = '/usr/lib/x86_64-linux-gnu';
const amd64 = platformOf('linux/amd64');
const owned = { uid: 0, gid: 0, size: 0 };
const file = (path: string, more: Partial<PackageNode> = {}): PackageNode => ({
  ...owned,
  path,
  type: 'file',
  mode: 0o644,
  source: path,
  ...more,
});
const link = (path: string, target: string): PackageNode => ({ ...owned, path, type: 'symlink', mode: 0o777, target });
const directory = (path: string, more: Partial<PackageNode> = {}): PackageNode => ({
  ...owned,
  path,
  type: 'directory',
  mode: 0o755,
  ...more,
});

const packageOf = (name: string, entries: PackageNode[], more: Partial<LayerPackage> = {}): LayerPackage => ({
  package: { name, version: '1', architecture: 'amd64', archive: 'debian', path: 'pool/x', sha256: '', size: 0 },
  directory: '',
  control: `Package: ${name}\n`,
  md5sums: null,
  scripts: {},
  triggers: '',
  licences: null,
  entries,
  ...more,
});

const dump = (entries: readonly TreeEntry[]): Record<string, string> => dumpTree(entries);
const text = (entries: readonly TreeEntry[], path: string): string => {
  const entry = entries.find((one) => one.path === path);
  return entry?.type === 'file' && 'bytes' in entry.content ? Buffer.from(entry.content.bytes).toString() : '';
};

describe('packageEntries', () => {
  it('takes files as they are shipped, with owners and modes, but for what nobody reads', () => {
    const nginx = packageOf('nginx', [
      ...[directory('/'), directory('/usr'), directory('/var/log/nginx', { gid: 4, mode: 0o750 })],
      ...[
        file('/sbin/nginx', { mode: 0o755 }),
        file('/usr/share/man/man8/nginx.8.gz'),
        link('/usr/sbin/httpd', 'nginx'),
      ],
      ...[file('/usr/bin/su', { mode: 0o4755 }), file('/etc/init.d/nginx'), file('/usr/share/doc/nginx/copyright')],
      ...[{ ...file('/usr/bin/perl5', { mode: 0o755 }), type: 'hardlink' as const, target: '/bin/perl' }],
    ]);
    expect(dump(packageEntries([nginx], amd64, new Map()))).toEqual({
      '/usr/': 'dir 0755',
      '/var/log/nginx/': 'dir 0750 0:4',
      '/usr/sbin/nginx': 'file 0755',
      '/usr/sbin/httpd': 'symlink nginx',
      '/usr/bin/su': 'file 4755',
      '/usr/bin/perl5': 'hardlink /usr/bin/perl',
      '/usr/share/doc/nginx/copyright': 'file 0644',
      '/var/lib/dpkg/status.d/nginx': 'file 0644',
    });
  });

  it('writes what scanners read: control files, and checksums of what is there', () => {
    const sum = 'd41d8cd98f00b204e9800998ecf8427e';
    const md5sums = `${sum}  usr/bin/x\n${sum}  usr/share/man/x\n${sum}  lib/y\n`;
    const entries = packageEntries(
      [packageOf('x', [file('/usr/bin/x'), file('/lib/y')], { md5sums })],
      amd64,
      new Map(),
    );
    expect(text(entries, '/var/lib/dpkg/status.d/x')).toBe('Package: x\n');
    expect(text(entries, '/var/lib/dpkg/status.d/x.md5sums')).toBe(`${sum}  usr/bin/x\n${sum}  lib/y\n`);
  });

  it('does not repeat a shared object that the base has byte for byte, with the links to it', () => {
    const loader = 'ld-linux-x86-64.so.2';
    const packages = [
      packageOf('zlib1g', [
        file(`${MULTIARCH}/libz.so.1.3.1`, { sha256: 'z' }),
        link(`${MULTIARCH}/libz.so.1`, 'libz.so.1.3.1'),
      ]),
      packageOf('libc6', [
        file(`${MULTIARCH}/libc.so.6`, { sha256: 'c' }),
        file(`${MULTIARCH}/${loader}`, { sha256: 'l', mode: 0o755 }),
        link(`/usr/lib64/${loader}`, `../lib/x86_64-linux-gnu/${loader}`),
        file(`${MULTIARCH}/gconv/UTF-16.so`, { sha256: 'g' }),
      ]),
    ];
    const base = new Map([
      ...[['libz.so.1', 'z'] as const, ['libc.so.6', 'other'] as const],
      ...[[loader, 'l'] as const, ['UTF-16.so', 'g'] as const],
    ]);
    const paths = Object.keys(dump(packageEntries(packages, amd64, base))).filter((path) => path.includes('.so'));
    // Of another version, or not where the loader looks: those stay.
    expect(paths).toEqual([`${MULTIARCH}/libc.so.6`, `${MULTIARCH}/gconv/UTF-16.so`]);
  });
});

describe('interpreterLinks', () => {
  const node = (type: TreeNode<BaseFact>['type'], target?: string): TreeNode<BaseFact> => ({
    type,
    mode: 0o755,
    uid: 0,
    gid: 0,
    layer: 0,
    inode: null,
    ...(target === undefined ? {} : { target }),
  });
  const entry = (path: string): TreeEntry => ({
    ...owned,
    type: 'file',
    path,
    mode: 0o755,
    content: { bytes: Buffer.alloc(0) },
    origin: '',
  });
  const own = ['/usr/bin/bash', '/usr/bin/perl', `${MULTIARCH}/ld-linux-x86-64.so.2`].map(entry);
  const links = (base: Record<string, TreeNode<BaseFact>>, named: string[], entries = own): Record<string, string> =>
    dump(interpreterLinks(named, entries, new Map(Object.entries(base)), amd64));

  it('leads to /usr where a script names an interpreter elsewhere, and always to the loader that is brought', () => {
    expect(links({ '/bin': node('directory') }, ['/bin/bash', '/usr/bin/perl', '/bin/python'])).toEqual({
      '/bin/bash': 'symlink ../usr/bin/bash',
      '/lib64/ld-linux-x86-64.so.2': 'symlink ../usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2',
    });
  });

  it('needs none where the base is merged already', () => {
    expect(links({ '/bin': node('symlink', 'usr/bin') }, ['/bin/bash'], own.slice(0, 2))).toEqual({});
  });

  it("goes where the base's links lead, in place of the base's own loader", () => {
    const base = {
      '/lib64': node('symlink', 'lib'),
      '/lib': node('directory'),
      '/lib/ld-linux-x86-64.so.2': node('file'),
    };
    expect(links(base, [])).toEqual({
      '/lib/ld-linux-x86-64.so.2': 'symlink ../usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2',
    });
  });
});
