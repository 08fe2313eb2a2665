import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { exec } from '@basewright/core';
import { inTemporaryDirectory } from '@basewright/testing';

import { changelogInArchive, changelogInDirectory, type PackageChangelog } from '../src';
import { buildArchive, type Contents, entry, writeTree } from './documented-package';

const OWNER = { name: 'libfoo-dev', version: '2', architecture: 'arm64' };
const DOC = '/usr/share/doc';
const MINE = `${DOC}/libfoo-dev`;

/** The versions that the changelog of {@link OWNER} has, in the unpacked package and in its .deb, which agree. */
async function changelog(contents: Contents): Promise<PackageChangelog> {
  return inTemporaryDirectory(async (directory) => {
    const [tree, archive] = [join(directory, 'tree'), join(directory, 'package.deb')];
    await writeTree(tree, contents, OWNER);
    await buildArchive(tree, archive);
    const unpacked = join(directory, 'unpacked');
    await exec('dpkg-deb', ['--extract', archive, unpacked]);
    const found = await changelogInDirectory(OWNER, unpacked);
    expect(await changelogInArchive(OWNER, archive)).toEqual(found);
    return found;
  });
}

const versions = (found: PackageChangelog): string[] =>
  found.kind === 'entries' ? found.entries.map(({ version }) => version) : [];

it.each<[string, Contents, string[]]>([
  [
    'of most packages',
    { [`${MINE}/changelog.Debian.gz`]: entry('2') + entry('1'), [`${MINE}/changelog.gz`]: 'v2' },
    ['2', '1'],
  ],
  ['of a native package', { [`${MINE}/changelog.gz`]: entry('2') }, ['2']],
  [
    'of a binary-only upload',
    {
      [`${MINE}/changelog.Debian.gz`]: entry('2'),
      [`${MINE}/changelog.Debian.arm64.gz`]: entry('2+b1'),
      [`${MINE}/changelog.Debian.amd64.gz`]: entry('2+b9'),
    },
    ['2+b1', '2'],
  ],
  [
    'behind a link inside the package',
    { [`${DOC}/libfoo1/changelog.Debian.gz`]: entry('2'), [MINE]: { link: 'libfoo1' } },
    ['2'],
  ],
  [
    'under two names',
    {
      [`${DOC}/foo-common/changelog.Debian.gz`]: entry('2'),
      [`${MINE}/changelog.Debian.gz`]: { hard: `${DOC}/foo-common/changelog.Debian.gz` },
    },
    ['2'],
  ],
])('reads the changelog %s', async (_what, contents, expected) => {
  expect(versions(await changelog(contents))).toEqual(expected);
});

it.each<[string, Contents]>([
  ['its documentation', { [MINE]: { link: 'libfoo1' } }],
  ['its documentation, in full', { [MINE]: { link: '/usr/share/doc/libfoo1' } }],
  [
    'its changelog',
    { [`${MINE}/changelog.Debian.gz`]: { link: '../libfoo1/changelog.Debian.gz' }, [`${MINE}/changelog.gz`]: 'v2' },
  ],
])('says which package has it, where a link stands for %s', async (_what, contents) => {
  expect(await changelog(contents)).toEqual({ kind: 'shared', package: 'libfoo1' });
});

it.each<[string, Contents, string]>([
  ['no documentation', { '/usr/bin/foo': 'x' }, 'it has no changelog'],
  ["upstream's alone", { [`${MINE}/changelog.gz`]: 'Version 2: better\n' }, 'it has no changelog'],
  ['a link to itself', { [MINE]: { link: 'libfoo-dev' } }, 'it has no changelog'],
  [
    'a link out of the package',
    { [`${MINE}/changelog.Debian.gz`]: { link: '../../../../../etc/passwd' } },
    'it has no changelog',
  ],
  ['a link to a file of this machine', { [MINE]: { link: '/etc' } }, 'it has no changelog'],
  [
    'what is not compressed',
    { [`${MINE}/changelog.gz`]: Buffer.from(entry('2')) },
    'its changelog.gz cannot be read: incorrect header check',
  ],
  [
    'more than any changelog has',
    { [`${MINE}/changelog.Debian.gz`]: ' '.repeat((64 << 20) + 1) },
    'its changelog.Debian.gz cannot be read: Cannot create a Buffer larger than 67108864 bytes',
  ],
])('says why there is nothing to read: %s', async (_what, contents, reason) => {
  expect(await changelog(contents)).toEqual({ kind: 'none', reason });
});

it('reads no changelog through a directory that is a link out of the package', async () => {
  await inTemporaryDirectory(async (directory) => {
    await writeTree(join(directory, 'outside'), { [`${MINE}/changelog.gz`]: entry('2') }, OWNER);
    await mkdir(join(directory, 'inside/usr'), { recursive: true });
    await symlink('../../outside/usr/share', join(directory, 'inside/usr/share'));
    expect(await changelogInDirectory(OWNER, join(directory, 'inside'))).toEqual({
      kind: 'none',
      reason: 'it has no changelog',
    });
  });
});

it('refuses a .deb that is damaged', async () => {
  await inTemporaryDirectory(async (directory) => {
    const archive = join(directory, 'package.deb');
    await writeTree(join(directory, 'tree'), { [`${MINE}/changelog.gz`]: entry('2').repeat(100) }, OWNER);
    await exec('dpkg-deb', ['-Znone', '--build', join(directory, 'tree'), archive]);
    await truncate(archive, 2000);
    await expect(changelogInArchive(OWNER, archive)).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    await writeFile(join(directory, 'text'), 'no archive');
    await expect(changelogInArchive(OWNER, join(directory, 'text'))).rejects.toMatchObject({ code: 'TOOL_FAILED' });
  });
});
