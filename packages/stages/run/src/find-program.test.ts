import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { followLinks, type MountedTree } from '@basewright/oci';
import { inTemporaryDirectory } from '@basewright/testing';

import { CannotStart, findProgram } from './find-program';

/** An image with a program in /usr/bin, links to it, and a mounted project. */
async function inView<T>(test: (view: MountedTree) => Promise<T>): Promise<T> {
  return inTemporaryDirectory(async (home) => {
    const tree = join(home, 'tree');
    const project = join(home, 'project');
    for (const directory of [join(tree, 'usr/bin'), join(tree, 'etc'), project])
      await mkdir(directory, { recursive: true });
    await writeFile(join(tree, 'usr/bin/busybox'), '', { mode: 0o755 });
    await writeFile(join(tree, 'etc/passwd'), '', { mode: 0o644 });
    await symlink('usr/bin', join(tree, 'bin'));
    await symlink('/usr/bin/busybox', join(tree, 'usr/bin/sh'));
    await symlink('../../../../../usr/bin/sh', join(project, 'up'));
    await symlink('round', join(tree, 'round'));
    await writeFile(join(project, 'tool'), '', { mode: 0o755 });
    return test({ tree, binds: [{ from: project, to: '/work' }] });
  });
}

it.each([
  ['sh', '/bin/sh'],
  ['/bin/sh', '/bin/sh'],
  ['./tool', '/work/tool'],
  ['/work/up', '/work/up'],
])('finds %s', async (name, found) => {
  await inView(async (view) => {
    expect(await findProgram(view, name, { cwd: '/work', path: '/nowhere:/bin' })).toBe(found);
  });
});

it.each([
  ['awk', 127, 'cannot run awk: there is no such program in the image'],
  ['./awk', 127, 'cannot run ./awk: there is no such program in the image'],
  ['/etc/passwd', 126, 'cannot run /etc/passwd: /etc/passwd is not an executable file'],
  ['/usr', 126, 'cannot run /usr: /usr is not an executable file'],
  ['/round', 126, 'cannot run /round'],
])('says that %s cannot be run, with status %i', async (name, status, message) => {
  await inView(async (view) => {
    const failure: unknown = await findProgram(view, name, { cwd: '/work', path: '/bin' }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(CannotStart);
    expect(failure).toMatchObject({ status, message: expect.stringContaining(message) as string });
  });
});

it('never leaves the container by a link', async () => {
  await inView(async (view) => {
    expect(await followLinks(view, '/work/up')).toBe('/usr/bin/busybox');
    expect(await followLinks(view, '/bin/../../../etc')).toBe('/etc');
    expect(await followLinks(view, '/bin/new/file')).toBe('/usr/bin/new/file');
    expect(await followLinks(view, '/round')).toBeNull();
  });
});
