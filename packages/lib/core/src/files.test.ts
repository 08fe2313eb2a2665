import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { exists, plainPath, writeAtomic } from './files';

describe('writeAtomic', () => {
  it('makes directories, replaces what was there and sets the mode', () =>
    inTemporaryDirectory(async (directory) => {
      const path = join(directory, 'deep/er/file');
      await writeAtomic(path, 'old', 0o600);
      await writeAtomic(path, Buffer.from('new'), 0o644);
      expect(await readFile(path, 'utf8')).toBe('new');
      expect((await stat(path)).mode & 0o777).toBe(0o644);
      expect(await readdir(join(directory, 'deep/er'))).toEqual(['file']);
    }));

  it('keeps what was there when it cannot write, and leaves nothing', () =>
    inTemporaryDirectory(async (directory) => {
      const path = join(directory, 'taken');
      await mkdir(join(path, 'x'), { recursive: true });
      await expect(writeAtomic(path, 'new')).rejects.toThrow('EISDIR');
      expect(await readdir(directory)).toEqual(['taken']);
      expect(await readdir(path)).toEqual(['x']);
    }));
});

it('knows what exists, whatever its mode', () =>
  inTemporaryDirectory(async (directory) => {
    await writeFile(join(directory, 'file'), '');
    await chmod(join(directory, 'file'), 0);
    expect(await exists(join(directory, 'file'))).toBe(true);
    expect(await exists(join(directory, 'none'))).toBe(false);
  }));

it('gives paths below a directory that no link leads out of', () =>
  inTemporaryDirectory(async (directory) => {
    await mkdir(join(directory, 'real'));
    await symlink('/etc', join(directory, 'real/link'));
    await symlink('nowhere', join(directory, 'dangling'));
    expect(await plainPath(directory, 'real/new/file')).toBe(join(directory, 'real/new/file'));
    for (const path of ['real/link', 'real/link/passwd', 'dangling'])
      await expect(plainPath(directory, path)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(plainPath(directory, 'real/../../x')).rejects.toThrow('it leads out of the directory that it is of');
  }));
