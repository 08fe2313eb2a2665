import { GrowingTree, type TreeNode } from './growing-tree';
import { type LayerEntry } from './read-layer';

type Entry = LayerEntry<string>;
const owned = { mode: 0o644, uid: 0, gid: 0 };
const file = (path: string, fact = path): Entry => ({ ...owned, path, type: 'file', fact });
const directory = (path: string): Entry => ({ ...owned, path, type: 'directory' });
const link = (path: string, target: string): Entry => ({ ...owned, path, type: 'symlink', target });
const hardLink = (path: string, target: string): Entry => ({ ...owned, path, type: 'hardlink', target });

function treeOf(...layers: readonly (readonly Entry[])[]): Map<string, TreeNode<string>> {
  const tree = new GrowingTree<string>('x');
  for (const entries of layers) tree.apply(entries);
  tree.nodes.delete('/');
  return tree.nodes;
}

/** `{'/a': 'file 0 /a'}`: the type, the layer it is from, the fact or target. */
function shown(tree: ReadonlyMap<string, TreeNode<string>>): Record<string, string> {
  const lines = [...tree].map(([path, { type, layer, fact, target }]) => [
    path,
    [type, layer, fact ?? target].join(' ').trim(),
  ]);
  return Object.fromEntries(lines) as Record<string, string>;
}

describe('a tree that layers are applied to', () => {
  const lower = [directory('/d'), file('/d/a'), file('/d/b'), link('/l', 'd')];

  it.each<[string, Entry[], Record<string, string>]>([
    [
      'adds',
      [file('/d/c')],
      { '/d': 'directory 0', '/d/a': 'file 0 /d/a', '/d/b': 'file 0 /d/b', '/d/c': 'file 1 /d/c', '/l': 'symlink 0 d' },
    ],
    ['removes what a whiteout names, and all below it', [file('/.wh.d')], { '/l': 'symlink 0 d' }],
    [
      'empties an opaque directory, whatever the order',
      [file('/d/n'), file('/d/.wh..wh..opq')],
      { '/d': 'directory 0', '/d/n': 'file 1 /d/n', '/l': 'symlink 0 d' },
    ],
    ['replaces a directory by a file', [file('/d')], { '/d': 'file 1 /d', '/l': 'symlink 0 d' }],
    [
      'keeps what is in a directory that is there again',
      [directory('/d')],
      { '/d': 'directory 1', '/d/a': 'file 0 /d/a', '/d/b': 'file 0 /d/b', '/l': 'symlink 0 d' },
    ],
    [
      'makes a hard link the file it names',
      [hardLink('/h', '/d/a')],
      { '/d': 'directory 0', '/d/a': 'file 0 /d/a', '/d/b': 'file 0 /d/b', '/l': 'symlink 0 d', '/h': 'file 1 /d/a' },
    ],
  ])('%s', (_what, upper, expected) => {
    expect(shown(treeOf(lower, upper))).toEqual(expected);
  });

  it('refuses a hard link to nothing', () => {
    expect(() => treeOf(lower, [hardLink('/h', '/none')])).toThrow(
      'cannot use x: its layer 1 has a hard link /h to nothing',
    );
  });

  const victim = [directory('/home'), directory('/home/u'), link('/a', '/home/u')];

  it.each<[string, Entry[][], string]>([
    ['an absolute link', [[...victim, file('/a/x')]], '/home/u/x'],
    ['a link of a layer below', [victim, [file('/a/x')]], '/home/u/x'],
    ['a relative link above the root', [[link('/a', '../../home/u'), file('/a/x')]], '/home/u/x'],
    ['two links', [[link('/a', 'b'), link('/b', '/home'), file('/a/u/x')]], '/home/u/x'],
    ['a link that a link leads through', [[link('/b', '/home'), link('/a', 'b/u'), file('/a/x')]], '/home/u/x'],
  ])('follows %s on the way to an entry inside the tree', (_what, layers, place) => {
    const tree = treeOf(...layers);
    expect(tree.get(place)).toMatchObject({ type: 'file', mode: 0o644 });
  });

  it('hides what a whiteout behind a link names', () => {
    expect(treeOf([...victim, file('/home/u/x')], [file('/a/.wh.x')]).has('/home/u/x')).toBe(false);
  });

  it('puts nothing behind a link that is replaced meanwhile', () => {
    const tree = treeOf([...victim, file('/a/x'), directory('/a'), file('/a/y')]);
    expect([...tree.keys()]).toEqual(['/home', '/home/u', '/a', '/home/u/x', '/a/y']);
  });

  it('makes a hard link to a link another name of the link', () => {
    const tree = treeOf([link('/l', '/home'), hardLink('/h', '/l')]);
    expect(tree.get('/h')).toMatchObject({ type: 'symlink', target: '/home', inode: { layer: 0, index: 0 } });
  });

  it.each<[string, Entry[], string]>([
    ['below a file', [file('/x'), file('/x/y')], 'has /x/y below /x, which is no directory'],
    ['behind links in a circle', [link('/a', 'b'), link('/b', 'a'), file('/a/x')], 'has /a/x behind links in a circle'],
    ['a root that is a link', [link('/', '/home')], 'has a root that is no directory'],
    ['a hard link to itself', [hardLink('/b', '/b')], 'has a hard link /b to nothing'],
    [
      'a hard link to a directory',
      [directory('/d'), hardLink('/h', '/d')],
      'has a hard link /h to /d, which is a directory',
    ],
    ['a whiteout of what is above', [file('/x/.wh...')], 'has a whiteout of no name, /x/.wh...'],
  ])('refuses %s', (_what, entries, problem) => {
    expect(() => treeOf(entries)).toThrow(`cannot use x: its layer 0 ${problem}`);
  });

  it('takes time that grows with the entries, whatever hides what', () => {
    const many = Array.from({ length: 30_000 }, (_none, at) => at);
    const lower = many.flatMap((at) => [directory(`/q/d${at}`), file(`/q/d${at}/f`)]);
    const upper = many.map((at) => file(`/q/d${at}/.wh..wh..opq`));
    const deep = many.slice(0, 2000).map((at) => directory('/d'.repeat(at + 1)));
    const before = process.cpuUsage();
    expect(treeOf([...lower, ...deep], upper).size).toBe(30_000 + 2000);
    const { user } = process.cpuUsage(before);
    expect(user / 1e6).toBeLessThan(5);
  });
});
