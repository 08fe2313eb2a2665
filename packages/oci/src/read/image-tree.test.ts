import { applyLayer, type TreeNode } from './image-tree';
import { type LayerEntry } from './read-layer';

type Entry = LayerEntry<string>;
const owned = { mode: 0o644, uid: 0, gid: 0 };
const file = (path: string, fact = path): Entry => ({ ...owned, path, type: 'file', fact });
const directory = (path: string): Entry => ({ ...owned, path, type: 'directory' });
const link = (path: string, target: string): Entry => ({ ...owned, path, type: 'symlink', target });
const hardLink = (path: string, target: string): Entry => ({ ...owned, path, type: 'hardlink', target });

function treeOf(...layers: readonly (readonly Entry[])[]): Map<string, TreeNode<string>> {
  const tree = new Map<string, TreeNode<string>>();
  layers.forEach((entries, at) => {
    applyLayer(tree, entries, at, 'x');
  });
  return tree;
}

/** `{'/a': 'file 0 /a'}`: the type, the layer it is from, the fact or target. */
function shown(tree: ReadonlyMap<string, TreeNode<string>>): Record<string, string> {
  const lines = [...tree].map(([path, { type, layer, fact, target }]) => [
    path,
    [type, layer, fact ?? target].join(' ').trim(),
  ]);
  return Object.fromEntries(lines) as Record<string, string>;
}

describe('applyLayer', () => {
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
});
