import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { exec } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';
import { Header, type HeaderData } from 'tar';

import { readArchive } from '../src/shipped-package';

/** Makes a .deb whose tree has one entry, whatever that is. */
async function packageWith(directory: string, entry: HeaderData): Promise<string> {
  const header = new Header({ mode: 0o644, uid: 0, gid: 0, size: 0, mtime: new Date(0), ...entry });
  header.encode();
  await writeFile(join(directory, 'debian-binary'), '2.0\n');
  await writeFile(join(directory, 'control.tar'), Buffer.alloc(1024));
  await writeFile(join(directory, 'data.tar'), Buffer.concat([header.block ?? Buffer.alloc(0), Buffer.alloc(1024)]));
  const parts = ['debian-binary', 'control.tar', 'data.tar'];
  await exec('ar', ['rc', 'hostile.deb', ...parts], { cwd: directory, purpose: 'make a package' });
  return join(directory, 'hostile.deb');
}

it.each(['CharacterDevice', 'BlockDevice', 'FIFO'] as const)(
  'refuses a package with a %s, in a sentence',
  async (type) => {
    await inTemporaryDirectory(async (directory) => {
      const archive = await packageWith(directory, { path: './dev/x', type });
      await expect(readArchive(archive)).rejects.toMatchObject({
        code: 'TOOL_FAILED',
        message: expect.stringMatching(new RegExp(`hostile.deb: ./dev/x is a ${type}`)) as string,
      });
    });
  },
);
