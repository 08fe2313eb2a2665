import { copyFile, mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { fetchOutput, openStore, platformOf, recordArtefact, type RootManifest, writeStage } from '@basewright/core';
import { openApt, unpackPackages } from '@basewright/debian';

import { resolveToolchain } from '../src/index';

const LOCK = join(__dirname, '../../../basewright.lock.json');

/** Makes a directory with the sources of uClibc-ng 1.0.54, as Debian packs them, in `sources`; gives its path. */
export async function libcWorkspace(): Promise<string> {
  const workspace = await mkdtemp(join(await realpath(tmpdir()), 'basewright-libc-'));
  const tarball = await uclibcTarball();
  await writeStage(join(workspace, 'sources'), fetchOutput, null, async (directory) => {
    await copyFile(tarball, join(directory, 'uclibc-ng.tar.xz'));
    const file = await recordArtefact(directory, 'uclibc-ng.tar.xz');
    const sources = { name: 'uclibc-ng', version: '1.0.54', file, signedBy: null };
    return { body: { tarballs: [sources], patches: [] }, inputs: {} };
  });
  return workspace;
}

async function uclibcTarball(): Promise<string> {
  const settings = { suite: 'forky' };
  const found = await (await openApt(openStore(), settings, [])).packageFor('uclibc-source');
  const directory = (await unpackPackages(openStore(), settings, [found])).get(found.sha256) ?? '';
  return join(directory, 'usr/src/uClibc-ng-1.0.54.tar.xz');
}

/** Leaves the stage toolchain for a platform there. */
export async function toolchainFor(
  workspace: string,
  platform: string,
): Promise<{ outputPath: string; build: RootManifest }> {
  const outputPath = `toolchain--${platformOf(platform).name}`;
  await copyFile(LOCK, join(workspace, 'lock.json')).catch(() => undefined);
  const { build } = await resolveToolchain(workspace, { outputPath, platform, libc: 'uclibc', lockFile: 'lock.json' });
  return { outputPath, build };
}
