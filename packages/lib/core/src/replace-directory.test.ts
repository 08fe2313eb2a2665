import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { replaceDirectory } from './replace-directory';

const put = (directory: string, text: string): Promise<void> => writeFile(join(directory, 'file'), text);
const failing = async (directory: string): Promise<void> => {
  await put(directory, 'half');
  throw new Error('stopped');
};

describe('replaceDirectory', () => {
  it('replaces the whole, and returns what filling gave', () =>
    inTemporaryDirectory(async (directory) => {
      const path = join(directory, 'stage');
      await mkdir(path);
      await writeFile(join(path, 'old'), '');
      expect(await replaceDirectory(path, (temporary) => put(temporary, 'new').then(() => 7))).toBe(7);
      expect(await readdir(path)).toEqual(['file']);
      expect(await readdir(directory)).toEqual(['stage']);
    }));

  it('keeps what was there when filling fails', () =>
    inTemporaryDirectory(async (directory) => {
      const path = join(directory, 'stage');
      await replaceDirectory(path, (temporary) => put(temporary, 'old'));
      await expect(replaceDirectory(path, failing)).rejects.toThrow('stopped');
      expect(await readFile(join(path, 'file'), 'utf8')).toBe('old');
      expect(await readdir(directory)).toEqual(['stage']);
    }));

  it('leaves one that holds the same where it is, for somebody may read it', () =>
    inTemporaryDirectory(async (directory) => {
      const path = join(directory, 'stage');
      const fill = (text: string) => (temporary: string) => put(temporary, text);
      await replaceDirectory(path, fill('same'));
      const { ino } = await stat(path);
      await replaceDirectory(path, fill('same'));
      expect((await stat(path)).ino).toBe(ino);
      await replaceDirectory(path, fill('else'));
      expect((await stat(path)).ino).not.toBe(ino);
    }));
});
