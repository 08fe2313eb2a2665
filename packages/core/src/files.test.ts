import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { exists, makeDirectoryOnce, replaceDirectory, temporaryBeside, writeAtomic } from './files';

const put = (directory: string, text: string): Promise<void> => writeFile(join(directory, 'file'), text);
const failing = async (directory: string): Promise<void> => {
  await put(directory, 'half');
  throw new Error('stopped');
};

describe('temporaryBeside', () => {
  it('is hidden, in the same directory and another each time', () => {
    const names = [temporaryBeside('/a/b'), temporaryBeside('/a/b')];
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^\/a\/\.b\.\d+-[0-9a-f]{8}\.tmp$/);
  });
});

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

describe('makeDirectoryOnce', () => {
  it('is there whole, and is not made twice', () =>
    inTemporaryDirectory(async (directory) => {
      const path = join(directory, 'made');
      await makeDirectoryOnce(path, (temporary) => put(temporary, 'first'));
      await makeDirectoryOnce(path, failing);
      expect(await readFile(join(path, 'file'), 'utf8')).toBe('first');
    }));

  it('is not there at all when it was not finished', () =>
    inTemporaryDirectory(async (directory) => {
      await expect(makeDirectoryOnce(join(directory, 'made'), failing)).rejects.toThrow('stopped');
      expect(await readdir(directory)).toEqual([]);
    }));

  it('keeps that of whoever was quicker', () =>
    inTemporaryDirectory(async (directory) => {
      const path = join(directory, 'made');
      const making = ['one', 'two', 'three'].map((text) =>
        makeDirectoryOnce(path, (temporary) => put(temporary, text)),
      );
      await Promise.all(making);
      expect(['one', 'two', 'three']).toContain(await readFile(join(path, 'file'), 'utf8'));
      expect(await readdir(directory)).toEqual(['made']);
    }));
});

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

  it('clears away what a killed one of the same path left, and nothing else', () =>
    inTemporaryDirectory(async (directory) => {
      const path = join(directory, 'stage');
      const [own, others] = [temporaryBeside(path), temporaryBeside(join(directory, 'stage-2'))];
      await Promise.all([own, others].map((leftover) => mkdir(leftover)));
      await put(own, 'half');
      await replaceDirectory(path, (temporary) => put(temporary, 'new'));
      expect(await exists(own)).toBe(false);
      expect(await exists(others)).toBe(true);
    }));
});

it('knows what exists, whatever its mode', () =>
  inTemporaryDirectory(async (directory) => {
    await put(directory, '');
    await chmod(join(directory, 'file'), 0);
    expect(await exists(join(directory, 'file'))).toBe(true);
    expect(await exists(join(directory, 'none'))).toBe(false);
  }));
