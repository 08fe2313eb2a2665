import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { exec, openStore, sha256 } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';
import { Header, type HeaderData } from 'tar';

import { dpkgDeb } from '../src/dpkg-deb';
import { readArchive, shippedPackages } from '../src/shipped-package';

const MEMBERS = ['debian-binary', 'control.tar', 'data.tar'];

async function pack(directory: string, members = MEMBERS): Promise<string> {
  await writeFile(join(directory, 'debian-binary'), '2.0\n');
  await writeFile(join(directory, 'control.tar'), Buffer.alloc(1024));
  await exec('ar', ['rc', 'hostile.deb', ...members], { cwd: directory, purpose: 'make a package' });
  return join(directory, 'hostile.deb');
}

/** Makes a .deb whose tree has one entry, whatever that is. */
async function packageWith(directory: string, entry: HeaderData): Promise<string> {
  const header = new Header({ mode: 0o644, uid: 0, gid: 0, size: 0, mtime: new Date(0), ...entry });
  header.encode();
  await writeFile(join(directory, 'data.tar'), Buffer.concat([header.block ?? Buffer.alloc(0), Buffer.alloc(1024)]));
  return pack(directory);
}

it.each(['CharacterDevice', 'BlockDevice', 'FIFO'] as const)(
  'refuses a package with a %s, in a sentence',
  async (type) => {
    await inTemporaryDirectory(async (directory) => {
      const archive = await packageWith(directory, { path: './dev/x', type });
      await expect(readArchive(archive, 'hostile 1')).rejects.toMatchObject({
        code: 'TOOL_FAILED',
        message: expect.stringMatching(new RegExp(`cannot read the package hostile 1: ./dev/x is a ${type}`)) as string,
      });
    });
  },
);

it('comes to an end with a package whose zstd is cut off', async () => {
  await inTemporaryDirectory(async (directory) => {
    await writeFile(join(directory, 'data.tar.zst'), Buffer.from('28b52ffd', 'hex'));
    const archive = await pack(directory, ['debian-binary', 'control.tar', 'data.tar.zst']);
    await expect(readArchive(archive, 'hostile 1')).rejects.toMatchObject({
      code: 'TOOL_FAILED',
      message: 'cannot read the package hostile 1: dpkg-deb comes to no end with it',
    });
    const into = join(directory, 'tree');
    // Here dpkg-deb says what tar said of it.
    const run = { archive, action: '--extract', more: [into], purpose: 'unpack hostile 1' } as const;
    await expect(dpkgDeb(run)).rejects.toThrow('cannot unpack hostile 1: dpkg-deb ');
  });
});

it('refuses a package that says it is another: its name becomes a path in the image', async () => {
  await inTemporaryDirectory(async (directory) => {
    const store = openStore({ BASEWRIGHT_STORE: join(directory, 'store') });
    await mkdir(join(directory, 'tree/DEBIAN'), { recursive: true });
    const control = 'Package: other\nVersion: 1\nArchitecture: all\nMaintainer: a\nDescription: b\n';
    await writeFile(join(directory, 'tree/DEBIAN/control'), control);
    await exec('dpkg-deb', ['--root-owner-group', '--build', join(directory, 'tree'), join(directory, 'one.deb')]);
    const bytes = await readFile(join(directory, 'one.deb'));
    const digest = sha256(bytes);
    await mkdir(store.downloads, { recursive: true });
    await rename(join(directory, 'one.deb'), join(store.downloads, digest));
    const one = { name: 'evil', version: '1', architecture: 'all', archive: 'debian', path: 'pool/evil.deb' };
    await expect(shippedPackages(store, {}, [{ ...one, size: bytes.length, sha256: digest }])).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'cannot use the package evil 1: its control file says that it is "other"',
    });
  });
});
