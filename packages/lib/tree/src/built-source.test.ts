import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { exec } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';

import { readBuilt } from './built-source';
import { type SourceTree } from './source-tree';

async function built(source: string, outputs: readonly string[] = ['dist/api', 'dist/list.txt']): Promise<SourceTree> {
  return inTemporaryDirectory(async (workspace) => {
    const at = (path: string): string => join(workspace, 'dist/api', path);
    for (const name of ['web/empty', 'links', 'other', 'pipes']) await mkdir(at(name), { recursive: true });
    await writeFile(at('serve'), '#!/bin/sh\n');
    await chmod(at('serve'), 0o600);
    await writeFile(at('web/index.html'), '<p>');
    await chmod(at('web/index.html'), 0o777);
    await symlink('index.html', at('web/start.html'));
    await symlink('../web', at('links/web'));
    await symlink(process.execPath, at('other/node'));
    await exec('mkfifo', [at('pipes/one')]);
    await writeFile(join(workspace, 'dist/list.txt'), '');
    return readBuilt(workspace, { from: 'api', source, path: '/x' }, outputs);
  });
}

it.each<[string, readonly (readonly [below: string, executable: boolean])[]]>([
  ['serve', [['', true]]],
  ['./serve', [['', true]]],
  ['list.txt', [['', false]]],
  // A link to a file is that file; what is empty is nothing.
  [
    'web/',
    [
      ['index.html', false],
      ['start.html', false],
    ],
  ],
  ['dist/list.txt', [['', false]]],
])('finds %s, with modes that its content says', async (source, files) => {
  const { nodes, problem } = await built(source);
  expect(problem).toBeUndefined();
  expect(nodes.map((node) => [node.below, node.type === 'file' && node.executable])).toEqual(files);
});

it.each([
  ['server', 'the build left no server below dist/api, dist/list.txt (did you mean "serve"?)'],
  ['web/empty', 'there is no file in it'],
  ['links', 'web is a link to a directory, which Nx does not see change'],
  ['other', 'node is a link that leads out of what the build left'],
  ['pipes', 'one is no file, directory or symbolic link'],
])('says why %s cannot be used', async (source, problem) => {
  expect(await built(source)).toMatchObject({ problem });
});

it('says where the build left nothing, and where it left two of a name', async () => {
  expect(await built('x', ['dist/none'])).toMatchObject({ problem: 'the build left nothing at dist/none' });
  expect(await built('.', ['dist/api/web', 'dist/api/other'])).toMatchObject({
    problem: 'the build left several of that name: dist/api/web, dist/api/other',
  });
});
