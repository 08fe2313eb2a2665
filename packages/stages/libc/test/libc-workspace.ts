import { copyFile, mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { fetchAndVerifyOutput, recordArtefact, type RootManifest, writeStage } from '@basewright/contracts';
import { openStore, platformOf } from '@basewright/core';
import { pinnedFor, REPOSITORY_LOCK } from '@basewright/testing';

import { resolveToolchain } from '../../toolchain/src';

/** Makes a directory with the sources of uClibc-ng 1.0.54, as Debian packs them, in `sources`; gives its path. */
export async function libcWorkspace(): Promise<string> {
  const workspace = await mkdtemp(join(await realpath(tmpdir()), 'basewright-libc-'));
  const tarball = await uclibcTarball();
  await writeStage(join(workspace, 'sources'), fetchAndVerifyOutput, null, async (directory) => {
    await copyFile(tarball, join(directory, 'uclibc-ng.tar.xz'));
    const file = await recordArtefact(directory, 'uclibc-ng.tar.xz');
    const sources = { name: 'uclibc-ng', version: '1.0.54', file, signedBy: null };
    return { body: { tarballs: [sources], patches: [] }, inputs: {} };
  });
  return workspace;
}

async function uclibcTarball(): Promise<string> {
  const [found] = await pinnedFor('sources/uclibc-source');
  return join(openStore().packages, found?.sha256 ?? '', 'usr/src/uClibc-ng-1.0.54.tar.xz');
}

/** Leaves the stage toolchain for a platform there. */
export async function toolchainFor(
  workspace: string,
  platform: string,
): Promise<{ outputPath: string; build: RootManifest }> {
  const outputPath = `toolchain--${platformOf(platform).name}`;
  await copyFile(REPOSITORY_LOCK, join(workspace, 'lock.json')).catch(() => undefined);
  const pinned = { lockFile: 'lock.json', debian: { lockFile: REPOSITORY_LOCK } };
  const { build } = await resolveToolchain(workspace, { outputPath, platform, libc: 'uclibc', ...pinned });
  return { outputPath, build };
}
