import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { planMounts } from './mounts';

/** `tree` is an image with a file in /etc, `home` its parent, with a directory `project`. */
async function inHome<T>(test: (home: string, tree: string) => Promise<T>): Promise<T> {
  return inTemporaryDirectory(async (home) => {
    const tree = join(home, 'tree');
    await mkdir(join(tree, 'etc'), { recursive: true });
    await writeFile(join(tree, 'etc/passwd'), '');
    await mkdir(join(home, 'project'));
    return test(home, tree);
  });
}

it("mounts the caller's directory at its own path, and volumes after it", async () => {
  await inHome(async (home, tree) => {
    const cwd = join(home, 'project');
    expect(await planMounts({ tree, cwd, volumes: ['..:/up:ro'] })).toEqual({
      binds: [
        { from: cwd, to: cwd, writable: true },
        { from: home, to: '/up', writable: false },
      ],
      directory: cwd,
    });
  });
});

it('does not mount it twice', async () => {
  await inHome(async (home, tree) => {
    const cwd = join(home, 'project');
    const binds = [{ from: cwd, to: '/work', writable: true }];
    expect(await planMounts({ tree, cwd, volumes: ['.:/work'] })).toEqual({ binds, directory: '/work' });
  });
});

it('makes an empty volume in the image', async () => {
  await inHome(async (home, tree) => {
    await planMounts({ tree, cwd: home, volumes: ['/data/a'] });
    expect(await readdir(join(tree, 'data/a'))).toEqual([]);
  });
});

it('hides nothing of the image unasked', async () => {
  await inHome(async (_home, tree) => {
    for (const cwd of ['/', '/etc']) {
      await expect(planMounts({ tree, cwd, volumes: [] })).rejects.toThrow(`cannot mount ${cwd}, where you are`);
    }
    expect((await planMounts({ tree, cwd: '/etc', volumes: ['.:/work'] })).directory).toBe('/work');
  });
});

it('reports every volume that is none', async () => {
  await inHome(async (home, tree) => {
    await expect(planMounts({ tree, cwd: home, volumes: ['x:/a', './nothing:/b'] })).rejects.toThrow(
      /"x" is no path.*; --volume .*\/nothing: ENOENT/,
    );
  });
});
