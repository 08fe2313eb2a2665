import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
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

it("mounts the caller's directory at /work, and volumes after it", async () => {
  await inHome(async (home, tree) => {
    const cwd = join(home, 'project');
    expect(await planMounts({ tree, cwd, volumes: ['..:/up:ro'] })).toEqual({
      binds: [
        { from: cwd, to: '/work', writable: true },
        { from: home, to: '/up', writable: false },
      ],
      directory: '/work',
    });
  });
});

it('does not mount it twice', async () => {
  await inHome(async (home, tree) => {
    const cwd = join(home, 'project');
    const binds = [{ from: cwd, to: '/coral', writable: true }];
    expect(await planMounts({ tree, cwd, volumes: ['.:/coral'] })).toEqual({ binds, directory: '/coral' });
  });
});

it('makes an empty volume in the image', async () => {
  await inHome(async (home, tree) => {
    await planMounts({ tree, cwd: home, volumes: ['/data/a'] });
    expect(await readdir(join(tree, 'data/a'))).toEqual([]);
  });
});

it('hides nothing of the image unasked', async () => {
  await inHome(async (home, tree) => {
    await mkdir(join(tree, 'work'));
    expect((await planMounts({ tree, cwd: home, volumes: [] })).directory).toBe('/work');
    await writeFile(join(tree, 'work/own'), '');
    expect(await planMounts({ tree, cwd: home, volumes: [] })).toEqual({ binds: [], directory: null });
    expect((await planMounts({ tree, cwd: home, volumes: ['.:/work'] })).directory).toBe('/work');
    await rm(join(tree, 'work'), { recursive: true });
    await symlink('etc/passwd', join(tree, 'work'));
    expect((await planMounts({ tree, cwd: home, volumes: [] })).directory).toBeNull();
  });
});

it('reports every volume that is none', async () => {
  await inHome(async (home, tree) => {
    await expect(planMounts({ tree, cwd: home, volumes: ['x:/a', './nothing:/b'] })).rejects.toThrow(
      /"x" is no path.*; --volume .*\/nothing: ENOENT/,
    );
  });
});
