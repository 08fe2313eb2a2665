import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { exec } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';

import { followLinks, makeFileInside, makeInside, type MountedTree, readInside } from './mounted-tree';

/** An image, and a directory of the host beside it that links of the image lead to. */
async function beside<T>(test: (view: MountedTree, host: string) => Promise<T>): Promise<T> {
  return inTemporaryDirectory(async (home) => {
    const [tree, host] = [join(home, 'tree'), join(home, 'host')];
    for (const directory of [host, join(tree, 'etc')]) await mkdir(directory, { recursive: true });
    await writeFile(join(host, 'secret'), 'secret');
    await symlink(join(host, 'secret'), join(tree, 'etc/passwd'));
    await symlink('../../../../../../../..' + host, join(tree, 'above'));
    await symlink('/a', join(tree, 'b'));
    await symlink('/b', join(tree, 'a'));
    return test({ tree, binds: [] }, host);
  });
}

it('reads nothing of the host, and what is inside', async () => {
  await beside(async (view, host) => {
    expect(await readInside(view, '/etc/passwd')).toBe('');
    expect(await readInside(view, '/above/secret')).toBe('');
    expect(await readInside(view, '/a')).toBe('');
    await mkdir(join(view.tree, host), { recursive: true });
    await writeFile(join(view.tree, host, 'secret'), 'inside');
    expect(await readInside(view, '/etc/passwd')).toBe('inside');
  });
});

it('does not wait for a pipe that is mounted', async () => {
  await beside(async ({ tree }, host) => {
    await exec('mkfifo', [join(host, 'pipe')]);
    expect(await readInside({ tree, binds: [{ from: host, to: '/mine' }] }, '/mine/pipe')).toBe('');
  });
});

it('makes directories and files inside, whatever links say', async () => {
  await beside(async (view, host) => {
    expect(await makeInside(view, '/above/made')).toBe(`${host}/made`);
    expect(await makeFileInside(view, '/above/x')).toBe(`${host}/x`);
    expect(await makeFileInside(view, '/etc/passwd')).toBe(`${host}/secret`);
    expect(await readdir(host)).toEqual(['secret']);
    expect(await readFile(join(host, 'secret'), 'utf8')).toBe('secret');
    expect((await readdir(join(view.tree, host))).sort()).toEqual(['made', 'secret', 'x']);
  });
});

it('says what is in the way', async () => {
  await beside(async (view) => {
    await writeFile(join(view.tree, 'file'), '');
    await expect(makeInside(view, '/file/x')).rejects.toThrow('cannot use /file/x of the image: a file is in the way');
    await expect(makeInside(view, '/a/x')).rejects.toThrow('links in a circle lead there');
    expect(await followLinks(view, '/a')).toBeNull();
  });
});
