import { Header, Pax, Parser, type ReadEntry } from 'tar';

import { tarLayer } from './tar-layer';
import { type TreeEntry } from './tree';

const placed = { mode: 0o755, uid: 0, gid: 0, origin: 'test' };

function bytesOf(entries: TreeEntry[]): Buffer {
  const chunks: Uint8Array[] = [];
  for (const chunk of tarLayer(entries, { packaged: 1_600_000_000, own: 1_700_000_000 })) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function entriesOf(tar: Buffer): Promise<ReadEntry[]> {
  return new Promise((resolve, reject) => {
    const entries: ReadEntry[] = [];
    const parser = new Parser({
      strict: true,
      onReadEntry: (entry) => {
        entries.push(entry);
        entry.resume();
      },
    });
    parser.on('end', () => {
      resolve(entries);
    });
    parser.on('error', reject);
    parser.end(tar);
  });
}

it('puts hard links after their file whatever their names', async () => {
  const tar = bytesOf([
    { ...placed, type: 'directory', path: '/' },
    { ...placed, type: 'hardlink', path: '/[', target: '/busybox' },
    { ...placed, type: 'file', path: '/busybox', content: { bytes: Buffer.from('ELF') } },
    { ...placed, type: 'symlink', path: '/sh', mode: 0o777, target: 'busybox' },
  ]);
  expect((await entriesOf(tar)).map(({ path, linkpath, type, size }) => [path, linkpath ?? '', type, size])).toEqual([
    ['./', '', 'Directory', 0],
    ['busybox', '', 'File', 3],
    ['sh', 'busybox', 'SymbolicLink', 0],
    ['[', 'busybox', 'Link', 0],
  ]);
});

it('ends with two empty blocks and holds whole blocks only', () => {
  for (const length of [0, 1, 511, 512, 513]) {
    const tar = bytesOf([{ ...placed, type: 'file', path: '/x', content: { bytes: Buffer.alloc(length, 1) } }]);
    expect(tar.length).toBe(512 * (1 + Math.ceil(length / 512) + 2));
    expect(tar.subarray(-1024).every((byte) => byte === 0)).toBe(true);
  }
});

it('keeps names and numbers that the header has no room for', async () => {
  const long = `/${'directory/'.repeat(30)}${'f'.repeat(120)}`;
  const entries: TreeEntry[] = [
    { ...placed, type: 'file', path: long, uid: 4_294_967_294, gid: 3_000_000, content: { bytes: Buffer.from('x') } },
    { ...placed, type: 'symlink', path: '/ünicode', mode: 0o777, target: 't'.repeat(300) },
    { ...placed, type: 'directory', path: `/${'d'.repeat(150)}` },
  ];
  expect(
    (await entriesOf(bytesOf(entries))).map(({ path, linkpath, uid, gid, size, mtime }) => ({
      path,
      linkpath,
      uid,
      gid,
      size,
      mtime: mtime?.getTime(),
    })),
  ).toEqual([
    { path: long.slice(1), linkpath: undefined, uid: 4_294_967_294, gid: 3_000_000, size: 1, mtime: 1_700_000_000_000 },
    { path: 'ünicode', linkpath: 't'.repeat(300), uid: 0, gid: 0, size: 0, mtime: 1_700_000_000_000 },
    { path: `${'d'.repeat(150)}/`, linkpath: undefined, uid: 0, gid: 0, size: 0, mtime: 1_700_000_000_000 },
  ]);
});

it('names no user and no group', () => {
  const tar = bytesOf([{ ...placed, type: 'directory', path: '/bin' }]);
  expect(tar.subarray(265, 329).every((byte) => byte === 0)).toBe(true);
});

it('refuses a file whose size is not the planned one', () => {
  const entry: TreeEntry = { ...placed, type: 'file', path: '/x', content: { file: __filename, size: 1 } };
  expect(() => bytesOf([entry])).toThrow('cannot write /x into the layer: its file changed meanwhile');
});

it.each([
  ['a path of many names', `${'d/'.repeat(1900)}f`],
  ['one long name', 'n'.repeat(3000)],
  ['a long name below short ones', `a/b/${'n'.repeat(3000)}/c`],
  ['characters of several bytes', `${'ü/'.repeat(800)}€`],
])('writes %s as tar does, in a fraction of its time', (_name, path) => {
  const fields = { path, uid: 0, gid: 0, size: 0, mtime: new Date(1_700_000_000_000) };
  const header = new Header({ ...fields, mode: 0o755, type: 'File' });
  header.encode();
  const expected = Buffer.concat([new Pax(fields).encode(), header.block ?? Buffer.alloc(0), Buffer.alloc(1024)]);
  const content = { bytes: Buffer.alloc(0) };
  expect(bytesOf([{ ...placed, type: 'file', path: `/${path}`, content }]).equals(expected)).toBe(true);
});

it("has two times: of what is packaged, and of the image's own", async () => {
  const content = { bytes: Buffer.from('x') };
  const tar = bytesOf([
    { ...placed, type: 'directory', path: '/srv' },
    { ...placed, type: 'file', path: '/busybox', content, isPackaged: true },
    { ...placed, type: 'hardlink', path: '/[', target: '/busybox', isPackaged: true },
    { ...placed, type: 'file', path: '/srv/index.html', content, age: 60 },
  ]);
  const times = (await entriesOf(tar)).map(({ path, mtime }) => [path, Number(mtime?.getTime()) / 1000]);
  expect(Object.fromEntries(times)).toEqual({
    'srv/': 1_700_000_000,
    busybox: 1_600_000_000,
    '[': 1_600_000_000,
    'srv/index.html': 1_699_999_940,
  });
});
