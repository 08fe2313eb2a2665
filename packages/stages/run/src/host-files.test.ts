import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { checkSystemDirectories, hostFiles } from './host-files';

/** Prepares an image with `links`, and gives what is mounted over it: file names by place. */
async function mounted(links: Record<string, string>, network = true): Promise<Record<string, string>> {
  return inTemporaryDirectory(async (home) => {
    const tree = join(home, 'tree');
    await mkdir(join(tree, 'etc'), { recursive: true });
    for (const [path, target] of Object.entries(links)) await symlink(target.replace('HOME', home), join(tree, path));
    await writeFile(join(home, 'victim'), 'mine');
    const binds = await hostFiles({ tree, scratch: join(home, 'files'), hostname: 'coral', network });
    expect(await readFile(join(home, 'victim'), 'utf8')).toBe('mine');
    const rows = binds.map(({ from, to }) => [to.replace(home, 'HOME'), from.slice(join(home, 'files/').length)]);
    return Object.fromEntries(rows) as Record<string, string>;
  });
}

const PLAIN = { '/etc/hostname': 'hostname', '/etc/hosts': 'hosts', '/etc/resolv.conf': 'resolv.conf' };

it('mounts what docker mounts, where an image has no such files', async () => {
  expect(await mounted({})).toEqual(PLAIN);
  expect(await mounted({}, false)).toEqual({ '/etc/hostname': 'hostname' });
});

it('follows links in their place inside the image, and writes to nothing of the host', async () => {
  expect(await mounted({ 'etc/hosts': 'HOME/victim', 'etc/resolv.conf': '../run/resolve/stub' })).toEqual({
    '/etc/hostname': 'hostname',
    'HOME/victim': 'hosts',
    '/run/resolve/stub': 'resolv.conf',
  });
});

it('mounts nothing over a device', async () => {
  expect(await mounted({ 'etc/hosts': '/dev/full' })).toEqual({
    '/etc/hostname': 'hostname',
    '/etc/resolv.conf': 'resolv.conf',
  });
});

it('gives copies, which a command may write to', async () => {
  await inTemporaryDirectory(async (tree) => {
    const scratch = join(tree, 'files');
    const [hostname, hosts] = await hostFiles({ tree, scratch, hostname: 'coral', network: true });
    expect(hosts).toEqual({ from: join(scratch, 'hosts'), to: '/etc/hosts', writable: true });
    const before = (await readFile('/etc/hosts', 'utf8')).trimEnd();
    expect(await readFile(join(scratch, 'hosts'), 'utf8')).toBe(`${before}\n127.0.1.1\tcoral\n`);
    expect(await readFile(hostname?.from ?? '', 'utf8')).toBe('coral\n');
  });
});

it('refuses an image whose directories of the system are links', async () => {
  await inTemporaryDirectory(async (tree) => {
    await mkdir(join(tree, 'proc'));
    await checkSystemDirectories(tree);
    await symlink('/oldroot/home/u', join(tree, 'dev'));
    await expect(checkSystemDirectories(tree)).rejects.toThrow(
      'cannot run the image: its /dev is a link, and has to be a directory',
    );
  });
});
