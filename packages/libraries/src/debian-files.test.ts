import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { fileInPackage, sharedObjectsIn } from './debian-files';

const DEBIAN = { name: 'libx1', version: '1', architecture: 'amd64', sha256: '', size: 0 };
const FILES = ['usr/lib/a/libx.so.1.2', 'usr/lib/a/readme', 'lib/a/liby.so.1'];
const LINKS = {
  'usr/lib/a/libx.so.1': 'libx.so.1.2',
  'usr/lib/a/libabsolute.so.1': '/lib/a/liby.so.1',
  'usr/lib/a/libloop.so.1': 'libloop.so.1',
  'usr/lib/a/libgone.so.1': 'nothing',
  'usr/lib/out': '/usr/lib',
};

const root = mkdtemp(join(tmpdir(), 'basewright-package-'));
const unpacked = async () => ({ package: DEBIAN, directory: join(await root, 'package') });

beforeAll(async () => {
  const { directory } = await unpacked();
  for (const path of [...FILES, ...Object.keys(LINKS)])
    await mkdir(dirname(join(directory, path)), { recursive: true });
  for (const path of FILES) await writeFile(join(directory, path), '');
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
    expect((await fileInPackage(await unpacked(), path))?.path).toBe(expected);
  });
});

it('sharedObjectsIn lists both spellings of a directory', async () => {
  const names = ['libabsolute.so.1', 'libgone.so.1', 'libloop.so.1', 'libx.so.1', 'libx.so.1.2', 'liby.so.1'];
  expect(await sharedObjectsIn(await unpacked(), '/usr/lib/a')).toEqual(names);
  expect(await sharedObjectsIn(await unpacked(), '/usr/lib/none')).toEqual([]);
});
