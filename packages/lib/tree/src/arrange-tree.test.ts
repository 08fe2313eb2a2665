import { dumpTree } from '@basewright/testing';

import { arrangeTree } from './arrange-tree';
import { type TreeEntry } from './tree';

const ROOT = { uid: 0, gid: 0 };
const directory = (path: string, mode = 0o755, implied = false, origin = 'a'): TreeEntry => ({
  ...ROOT,
  type: 'directory',
  path,
  mode,
  origin,
  implied,
});
const file = (path: string, origin = 'b'): TreeEntry => ({
  ...ROOT,
  type: 'file',
  path,
  mode: 0o644,
  origin,
  content: { bytes: Buffer.alloc(0) },
});
const symlink = (path: string, target: string): TreeEntry => ({
  ...ROOT,
  type: 'symlink',
  path,
  mode: 0o777,
  origin: 'c',
  target,
});
const hardlink = (path: string, target: string): TreeEntry => ({
  ...ROOT,
  type: 'hardlink',
  path,
  mode: 0o755,
  origin: 'd',
  target,
});

function arranged(...entries: TreeEntry[]): { tree: Record<string, string>; problems: string[] } {
  const problems: string[] = [];
  return { tree: dumpTree(arrangeTree(entries, (problem) => problems.push(problem))), problems };
}

it('adds missing parents and sorts', () => {
  const { tree, problems } = arranged(file('/srv/b/x'), directory('/srv', 0o700));
  expect(Object.entries(tree)).toEqual([
    ['/', 'dir 0755'],
    ['/srv/', 'dir 0700'],
    ['/srv/b/', 'dir 0755'],
    ['/srv/b/x', 'file 0644'],
  ]);
  expect(problems).toEqual([]);
});

it('takes equal directories for one, and lets implied ones give way', () => {
  const { tree, problems } = arranged(
    directory('/tmp', 0o755, true),
    directory('/tmp', 0o1777),
    directory('/tmp', 0o1777, false, 'z'),
  );
  expect(tree).toEqual({ '/': 'dir 0755', '/tmp/': 'dir 1777' });
  expect(problems).toEqual([]);
});

it.each<[string, TreeEntry[], string]>([
  ['two files', [file('/x'), file('/x', 'e')], '/x: two entries, a file from b and a file from e'],
  ['a file and a link', [file('/x'), symlink('/x', 'y')], '/x: two entries, a file from b and a symbolic link from c'],
  [
    'two modes',
    [directory('/x'), directory('/x', 0o700, false, 'e')],
    '/x: two entries, a directory 0755 0:0 from a and a directory 0700 0:0 from e',
  ],
  [
    'a file and a directory of a copied tree',
    [directory('/x', 0o755, true), file('/x')],
    '/x: two entries, a file from b and a directory 0755 0:0 from a',
  ],
  ['an entry below a file', [file('/x'), file('/x/y')], '/x/y: a file from b is below /x, a file from b'],
  [
    'an entry below a link',
    [symlink('/x', 'z'), file('/x/y/w')],
    '/x/y/w: a file from b is below /x, a symbolic link from c',
  ],
  [
    'a further name of nothing',
    [hardlink('/x', '/y')],
    '/x: a hard link from d is a further name of /y, which is no file',
  ],
])('refuses %s', (_what, entries, problem) => {
  expect(arranged(...entries).problems).toContain(problem);
});

it('reports names that nobody could unpack', () => {
  const long = `/${'x'.repeat(256)}`;
  const deep = `/${'directory/'.repeat(409)}${'x'.repeat(20)}`;
  expect(arranged(file('/etc/.wh.passwd'), file(long), file(deep)).problems).toEqual([
    expect.stringMatching(/^\/directory\/.*: a file from b has a path of more than 4095 bytes$/),
    '/etc/.wh.passwd: a file from b has a name by which a layer takes away what another one has',
    expect.stringMatching(/^\/x+: a file from b has a name of more than 255 bytes$/),
  ]);
});
