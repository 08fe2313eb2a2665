import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { readSources } from './source-tree';

it('finds files, directories and links in one order, with only "executable" of their modes', async () => {
  await inTemporaryDirectory(async (workspace) => {
    await mkdir(join(workspace, 'tree/b'), { recursive: true });
    await writeFile(join(workspace, 'tree/b/x'), 'abc');
    await chmod(join(workspace, 'tree/b/x'), 0o700);
    await writeFile(join(workspace, 'tree/B'), '');
    await symlink('../outside', join(workspace, 'tree/a'));
    const [tree] = await readSources(workspace, [{ source: 'tree', path: '/' }]);
    expect(tree?.problem).toBeUndefined();
    expect(tree?.nodes.map((node) => [node.below, node.type, node.type === 'file' && node.executable])).toEqual([
      ['', 'directory', false],
      ['B', 'file', false],
      ['a', 'symlink', false],
      ['b', 'directory', false],
      ['b/x', 'file', true],
    ]);
  });
});

it.each([
  ['gone', 'there is no such file in the workspace'],
  ['../outside', 'it lies outside the workspace'],
  ['link', 'it lies outside the workspace'],
  ['/etc/passwd', 'a source is a path relative to the workspace'],
])('says why %s cannot be used', async (source, problem) => {
  await inTemporaryDirectory(async (directory) => {
    const workspace = join(directory, 'workspace');
    await mkdir(workspace);
    await writeFile(join(directory, 'outside'), '');
    await symlink('../outside', join(workspace, 'link'));
    expect(await readSources(workspace, [{ source, path: '/x' }])).toMatchObject([{ problem }]);
  });
});
