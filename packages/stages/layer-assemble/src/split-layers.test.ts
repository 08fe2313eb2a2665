import { type ImageTree } from '@basewright/oci';
import { type TreeEntry } from '@basewright/tree';

import { splitLayers } from './split-layers';

const at = { uid: 0, gid: 0, origin: 'test' };
const directory = (path: string, more: Partial<TreeEntry> = {}): TreeEntry =>
  ({ ...at, type: 'directory', path, mode: 0o755, ...more }) as TreeEntry;
const file = (path: string, more: Partial<TreeEntry> = {}): TreeEntry =>
  ({ ...at, type: 'file', path, mode: 0o644, content: { bytes: Buffer.from(path) }, ...more }) as TreeEntry;
const packaged = { isPackaged: true };

const BASE: ImageTree<unknown> = new Map(
  ['/', '/usr'].map((path) => [path, { type: 'directory', mode: 0o755, uid: 0, gid: 0, layer: 0, inode: null }]),
);

function paths(entries: readonly TreeEntry[], base = BASE): Record<string, string[]> {
  const { packaged: below, own } = splitLayers(entries, base);
  return { below: below.map(({ path }) => path), own: own.map(({ path }) => path) };
}

it('puts what packages bring below the own files, each with the directories that it needs', () => {
  expect(
    paths([
      directory('/srv', { uid: 7 }),
      file('/srv/app'),
      directory('/usr/lib', { implied: true }),
      file('/usr/lib/app.so'),
      file('/usr/lib/x.so', packaged),
    ]),
  ).toEqual({ below: ['/usr/lib', '/usr/lib/x.so'], own: ['/srv', '/srv/app', '/usr/lib/app.so'] });
});

it('keeps a directory whose owner or mode is the own one, above the one that packages need', () => {
  expect(paths([directory('/var', { mode: 0o700 }), file('/var/data', packaged)])).toEqual({
    below: ['/var', '/var/data'],
    own: ['/var'],
  });
});

it('has a hard link where its file is, when the author puts another file there', () => {
  const link = { ...at, ...packaged, type: 'hardlink', path: '/b', target: '/a', mode: 0o644 } as const;
  expect(paths([file('/a'), link])).toEqual({ below: [], own: ['/a', '/b'] });
  expect(paths([file('/a', packaged), link])).toEqual({ below: ['/a', '/b'], own: [] });
});

it('leaves the lower layer as it is whatever the content of own files', () => {
  const withApp = (text: string): TreeEntry[] => [
    file('/app', { content: { bytes: Buffer.from(text) } }),
    file('/usr/x', packaged),
  ];
  expect(splitLayers(withApp('a'), BASE).packaged).toEqual(splitLayers(withApp('b'), BASE).packaged);
});
