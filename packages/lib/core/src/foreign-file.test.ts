import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { exec } from './exec';
import { readWorkspaceFile } from './foreign-file';

it('reads files of the workspace alone, links followed, and waits for no pipe', () =>
  inTemporaryDirectory(async (home) => {
    const workspace = join(home, 'workspace');
    await mkdir(workspace);
    await writeFile(join(home, 'secret'), 'secret');
    await writeFile(join(workspace, 'own'), 'own');
    await symlink('own', join(workspace, 'inside'));
    await symlink('../secret', join(workspace, 'outside'));
    await exec('mkfifo', [join(workspace, 'pipe')]);
    const read = (path: string): Promise<string> => readWorkspaceFile(workspace, path, 'a file of the workspace');
    expect(await read('own')).toBe('own');
    expect(await read('inside')).toBe('own');
    for (const path of ['../secret', 'outside'])
      await expect(read(path)).rejects.toThrow('it lies outside the workspace');
    await expect(read('pipe')).rejects.toThrow('cannot read pipe: it is no regular file');
    await expect(read('.')).rejects.toThrow('it is no regular file');
    await expect(read('none')).rejects.toThrow('cannot read none: there is no such file');
  }));
