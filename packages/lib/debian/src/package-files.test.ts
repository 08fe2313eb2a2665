import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

import { entriesInPackage, fileInPackage, pathsInPackage, sharedObjectsIn } from './package-files';

const PLACE = { archive: 'debian', path: 'pool/main/libx/libx1_1_amd64.deb', sha256: '', size: 0 };
const DEBIAN = { name: 'libx1', version: '1', architecture: 'amd64', ...PLACE };
const FILES = ['usr/lib/a/libx.so.1.2', 'usr/lib/a/readme', 'lib/a/liby.so.1'];
const LINKS = {
  'usr/lib/a/libx.so.1': 'libx.so.1.2',
  'usr/lib/a/libabsolute.so.1': '/lib/a/liby.so.1',
  'usr/lib/a/libloop.so.1': 'libloop.so.1',
  'usr/lib/a/libgone.so.1': 'nothing',
  'usr/lib/out': '/usr/lib',
};

const root = mkdtemp(join(tmpdir(), 'basewright-package-'));
const where = async () => ({ package: DEBIAN, directory: join(await root, 'package') });

beforeAll(async () => {
  const { directory } = await where();
  for (const path of [...FILES, ...Object.keys(LINKS)])
    await mkdir(dirname(join(directory, path)), { recursive: true });
  for (const path of FILES) await writeFile(join(directory, path), '');
  await chmod(join(directory, 'lib/a/liby.so.1'), 0o755);
  for (const [path, target] of Object.entries(LINKS)) await symlink(target, join(directory, path));
  await writeFile(join(await root, 'libhost.so.1'), '');
  await symlink(await root, join(directory, 'usr/lib/host'));
});

afterAll(async () => {
  await rm(await root, { recursive: true });
});

describe('fileInPackage', () => {
  it.each([
    ['/usr/lib/a/libx.so.1', '/usr/lib/a/libx.so.1.2'],
    ['/lib/a/libx.so.1', '/usr/lib/a/libx.so.1.2'],
    ['/usr/lib/a/liby.so.1', '/lib/a/liby.so.1'],
    ['/usr/lib/a/libabsolute.so.1', '/lib/a/liby.so.1'],
    ['/usr/lib/a/libloop.so.1', undefined],
    ['/usr/lib/a/libgone.so.1', undefined],
    ['/usr/lib/a', undefined],
    ['/usr/lib/host/libhost.so.1', undefined],
  ])('follows %s to %s', async (path, expected) => {
    expect((await fileInPackage(await where(), path))?.path).toBe(expected);
  });
});

it('sharedObjectsIn lists both spellings of a directory', async () => {
  const names = ['libabsolute.so.1', 'libgone.so.1', 'libloop.so.1', 'libx.so.1', 'libx.so.1.2', 'liby.so.1'];
  expect(await sharedObjectsIn(await where(), '/usr/lib/a')).toEqual(names);
  expect(await sharedObjectsIn(await where(), '/usr/lib/none')).toEqual([]);
});

describe('entriesInPackage', () => {
  it.each([
    ['a file', '/lib/a/liby.so.1', [['/lib/a/liby.so.1', 'lib/a/liby.so.1', true]]],
    ['a file by its other spelling', '/usr/lib/a/liby.so.1', [['/usr/lib/a/liby.so.1', 'lib/a/liby.so.1', true]]],
    [
      'a link, as the file it leads to',
      '/usr/lib/a/libx.so.1',
      [['/usr/lib/a/libx.so.1', 'usr/lib/a/libx.so.1.2', false]],
    ],
    ['nothing', '/usr/lib/none', []],
    ['a link out of the package', '/usr/lib/host', []],
  ])('gives %s', async (_what, path, expected) => {
    const at = await where();
    const entries = await entriesInPackage(at, path);
    expect(
      entries.map((one) => (one.type === 'file' ? [one.path, relative(at.directory, one.source), one.executable] : [])),
    ).toEqual(expected);
  });

  it('gives all that lies below a directory, links as links', async () => {
    const entries = await entriesInPackage(await where(), '/usr/lib/a');
    expect(entries.map((one) => [one.path, one.type === 'symlink' ? one.target : one.type])).toEqual([
      ['/usr/lib/a/libabsolute.so.1', '/lib/a/liby.so.1'],
      ['/usr/lib/a/libgone.so.1', 'nothing'],
      ['/usr/lib/a/libloop.so.1', 'libloop.so.1'],
      ['/usr/lib/a/libx.so.1', 'libx.so.1.2'],
      ['/usr/lib/a/libx.so.1.2', 'file'],
      ['/usr/lib/a/readme', 'file'],
    ]);
  });
});

it('pathsInPackage lists files and links as they are shipped', async () => {
  expect(await pathsInPackage(await where())).toContain('/lib/a/liby.so.1');
});
