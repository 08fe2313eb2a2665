import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { readImage } from './read-image';

const FILES = {
  'good.config': 'CONFIG_ASH=y\n',
  'bad.config': 'ASH=y\n# a comment\n',
  'a.patch': '',
  'names.txt': 'numa\n-x\n',
  'ca.pem': 'hello',
};

/** Of an image.json beside {@link FILES}. */
function mistakesOf(written: object): Promise<string> {
  return inTemporaryDirectory(async (home) => {
    const workspace = join(home, 'workspace');
    const directory = join(workspace, 'images/x');
    await mkdir(directory, { recursive: true });
    await writeFile(join(workspace, '../secret'), 'secret');
    await symlink('../../../secret', join(directory, 'link'));
    for (const [name, text] of Object.entries(FILES)) await writeFile(join(directory, name), text);
    await writeFile(join(directory, 'image.json'), JSON.stringify(written));
    try {
      readImage(workspace, 'images/x/image.json', undefined);
      return '';
    } catch (thrown) {
      return (thrown as Error).message;
    }
  });
}

it('reports what is wrong with files beside all other mistakes', async () => {
  const said = await mistakesOf({
    libc: 'glibc',
    busybox: {
      version: '1.38.0',
      base: './none.config',
      config: ['./good.config', './bad.config', './link', '.'],
      patches: ['./a.patch', './b*.patch'],
      mirrors: ['https://example.org/busybox.tar.bz2', 'ftp:x'],
    },
    platforms: ['linux/amd64', 'linux/amd65'],
    libraries: ['z', 'a b', './names.txt', './none.txt'],
    nsswitch: './none',
    certificates: ['../../../secret', './none.pem', './ca.pem', './link'],
    rootfs: {
      files: [
        { source: './none', path: '/a' },
        { source: './ca.pem', path: '/b', owner: 'nobdy' },
      ],
    },
  });
  expect(said.split('\n')).toEqual([
    'cannot use images/x/image.json: 17 mistakes',
    '  platforms[1]: "linux/amd65" is not one of linux/amd64, linux/386, linux/arm/v5, linux/arm/v6, linux/arm/v7, linux/arm64, linux/ppc64le, linux/riscv64, linux/s390x (did you mean "linux/amd64"?)',
    '  busybox.mirrors[1]: "ftp:x" is none of the forms a mirror has: https://host/file, file:path, bundled:name, apt-source:source-package/file, apt-source:source-package/debian/path, apt-binary:package/path/in/it',
    '  rootfs.files[1].owner: owner "nobdy": there is no user "nobdy" (did you mean "nobody"?)',
    '  certificates[0]: ../../../secret is not in this workspace',
    '  libraries[1]: "a b" is not the name of a library: write a name ("numa"), a SONAME ("libnuma.so.1"), an absolute path in Debian, or the path of a list ("./lib-requires.txt")',
    '  rootfs.files[0].source: images/x/none: there is no such file in the workspace',
    '  busybox.base: cannot read images/x/none.config: there is no such file',
    '  busybox.config[1]: images/x/bad.config:1: not a line of Kconfig: ASH=y',
    '  busybox.config[2]: cannot read images/x/link: it lies outside the workspace',
    '  busybox.config[3]: cannot read images/x: it is no regular file',
    '  busybox.patches[1]: there is no such patch: images/x/b*.patch',
    '  libraries[2]: images/x/names.txt:2: "-x" is not the name of a library',
    '  libraries[3]: cannot read images/x/none.txt: there is no such file',
    '  certificates[1]: cannot read images/x/none.pem: there is no such file',
    '  certificates[3]: cannot read images/x/link: it lies outside the workspace',
    '  nsswitch: cannot read images/x/none: there is no such file',
    '  certificates[2]: ./ca.pem is no certificate, neither PEM (-----BEGIN CERTIFICATE-----) nor DER',
  ]);
});

it('has nothing to say of files that can be used', async () => {
  const busybox = { version: '1.38.0', config: ['./good.config'], patches: ['./*.patch'] };
  const files = [{ source: '.', path: '/srv' }];
  expect(await mistakesOf({ libc: 'musl', busybox, platforms: ['linux/amd64'], rootfs: { files } })).toBe('');
});
