import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openStore } from '@basewright/core';

import { inWorkDirectory } from './work-directory';

describe('inWorkDirectory', () => {
  let home = '';

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'basewright-libc-'));
  });

  afterEach(() => rm(home, { recursive: true, force: true }));

  const store = () => openStore({ BASEWRIGHT_STORE: home });

  it('starts empty each time and leaves nothing, whether the build succeeds or not', async () => {
    const failed = inWorkDirectory(store(), { source: 'a' }, async (directory) => {
      await writeFile(join(directory, 'half'), '');
      throw new Error('stopped');
    });
    await expect(failed).rejects.toThrow('stopped');
    expect(await readdir(store().objects)).toEqual([]);
    expect(await inWorkDirectory(store(), { source: 'a' }, (directory) => readdir(directory))).toEqual([]);
    expect(await readdir(store().objects)).toEqual([]);
  });

  it('removes what a killed build left', async () => {
    let used = '';
    await inWorkDirectory(store(), 'key', (directory) => {
      used = directory;
      return Promise.resolve();
    });
    await mkdir(used, { recursive: true });
    await writeFile(join(used, 'half'), '');
    expect(await inWorkDirectory(store(), 'key', (directory) => readdir(directory))).toEqual([]);
  });

  it('runs two builds of one key one after the other', async () => {
    const order: string[] = [];
    const build = (name: string) =>
      inWorkDirectory(store(), 'key', async () => {
        order.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 50));
        order.push(`${name} ends`);
      });
    await Promise.all([build('one'), build('two')]);
    expect(order[1]).toBe((order[0] ?? '').replace('begins', 'ends'));
  });
});
