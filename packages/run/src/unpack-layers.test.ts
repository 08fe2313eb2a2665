import { link, lstat, mkdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { exec } from '@basewright/core';
import { type StoredLayer } from '@basewright/oci';
import { inTemporaryDirectory } from '@basewright/testing';

import { unpackLayers } from './unpack-layers';

/** A layer of what `fill` puts into a directory. */
async function layerOf(home: string, name: string, fill: (tree: string) => Promise<unknown>): Promise<StoredLayer> {
  const [tree, file] = [join(home, name), join(home, `${name}.tar`)];
  await mkdir(tree);
  await fill(tree);
  await exec('tar', ['--create', '--file', file, '--directory', tree, '.']);
  return { descriptor: { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: '', size: 0 }, diffId: '', file };
}

const exists = (path: string): Promise<boolean> =>
  lstat(path)
    .then(() => true)
    .catch(() => false);

it('shows of each layer what no later one hides', async () => {
  await inTemporaryDirectory(async (home) => {
    const lower = await layerOf(home, 'lower', async (tree) => {
      for (const directory of ['bin', 'gone/deep', 'opaque']) await mkdir(join(tree, directory), { recursive: true });
      await writeFile(join(tree, 'bin/busybox'), 'busybox', { mode: 0o755 });
      await link(join(tree, 'bin/busybox'), join(tree, 'bin/ls'));
      await symlink('bin', join(tree, 'sbin'));
      await writeFile(join(tree, 'opaque/old'), '');
    });
    const upper = await layerOf(home, 'upper', async (tree) => {
      for (const directory of ['bin', 'opaque', 'sbin']) await mkdir(join(tree, directory), { mode: 0o750 });
      await writeFile(join(tree, 'bin/ls'), 'another ls');
      for (const path of ['.wh.gone', 'opaque/.wh..wh..opq', 'opaque/new']) await writeFile(join(tree, path), '');
    });
    const tree = join(home, 'tree');
    await unpackLayers([lower, upper], 'tiny', tree);
    expect(await readFile(join(tree, 'bin/ls'), 'utf8')).toBe('another ls');
    expect(await readFile(join(tree, 'bin/busybox'), 'utf8')).toBe('busybox');
    const paths = ['gone', '.wh.gone', 'opaque/old', 'opaque/.wh..wh..opq', 'opaque/new'];
    expect(await Promise.all(paths.map((path) => exists(join(tree, path))))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
    expect((await lstat(join(tree, 'sbin'))).isDirectory()).toBe(true);
    expect((await lstat(join(tree, 'bin'))).mode & 0o777).toBe(0o750);
  });
});

it('keeps modes, whatever the umask', async () => {
  const umask = process.umask(0o077);
  try {
    await inTemporaryDirectory(async (home) => {
      const layer = await layerOf(home, 'layer', async (tree) => {
        await mkdir(join(tree, 'tmp'));
        await exec('chmod', ['1777', join(tree, 'tmp')]);
      });
      await unpackLayers([layer], 'tiny', join(home, 'tree'));
      expect((await lstat(join(home, 'tree/tmp'))).mode & 0o7777).toBe(0o1777);
    });
  } finally {
    process.umask(umask);
  }
});

it('makes links as they are: absolute ones, ones that lead to others, and ones that lead nowhere', async () => {
  const links = { sh: '/bin/busybox', ash: 'sh', log: '/dev/stdout', none: '../../none' };
  await inTemporaryDirectory(async (home) => {
    const layer = await layerOf(home, 'layer', async (tree) => {
      for (const [name, target] of Object.entries(links)) await symlink(target, join(tree, name));
    });
    await unpackLayers([layer], 'tiny', join(home, 'tree'));
    for (const [name, target] of Object.entries(links))
      expect([name, await readlink(join(home, 'tree', name))]).toEqual([name, target]);
  });
});
