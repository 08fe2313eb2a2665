import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

import {
  exists,
  fetchOutput,
  type Libc,
  openStore,
  recordArtefact,
  sha256File,
  temporaryBeside,
  writeStage,
} from '@basewright/core';
import { sourceFile } from '@basewright/debian';
import { bundledFile, busyboxRelease } from '@basewright/releases';
import { resolveToolchain } from '@basewright/toolchain';

/** The root of this repository, where the lock file lies. */
const REPOSITORY = join(__dirname, '../../..');

/** A patch of a test, besides those the release carries. */
export interface TestPatch {
  readonly path: string;
}

/** Leaves, in `workspace`, a stage fetch-and-verify with the real BusyBox tarball and its patches. */
export async function leaveSources(
  workspace: string,
  directory = 'sources',
  extra: readonly TestPatch[] = [],
): Promise<string> {
  const release = busyboxRelease('1.38.0');
  const { name, version } = release.tarball;
  const tarball = await realTarball(`${name}_${version}.orig.tar.bz2`, release.tarball.sha256[0] ?? '');
  const patches = [
    ...release.patches
      .flatMap(({ mirrors }) => mirrors)
      .filter((mirror) => mirror.startsWith('bundled:'))
      .map((mirror) => bundledFile(mirror.replace('bundled:', ''))),
    ...extra.map(({ path }) => path),
  ];
  await writeStage(join(workspace, directory), fetchOutput, null, async (temporary) => {
    const place = async (from: string, as: string) => {
      await copyFile(from, join(temporary, as));
      return recordArtefact(temporary, as);
    };
    const fetched = [];
    for (const path of patches) {
      fetched.push({
        for: 'busybox',
        set: 'build' as const,
        fixes: [],
        file: await place(path, basename(path)),
        libcs: null,
        platforms: null,
      });
    }
    const file = await place(tarball, `${name}-${version}.tar.bz2`);
    return { body: { tarballs: [{ name, version, file, signedBy: null }], patches: fetched }, inputs: {} };
  });
  return directory;
}

/** Leaves, in `workspace`, a stage toolchain made from the repository's lock file. */
export async function leaveToolchain(workspace: string, libc: Libc, platform = 'linux/amd64'): Promise<string> {
  const outputPath = `toolchain-${libc}-${platform.replaceAll('/', '-')}`;
  await copyFile(join(REPOSITORY, 'basewright.lock.json'), join(workspace, 'lock.json'));
  await resolveToolchain(workspace, { outputPath, platform, libc, lockFile: 'lock.json' });
  return outputPath;
}

/** The tarball in the download store, fetched from Debian's source package when it is not there yet. */
async function realTarball(file: string, sha256: string): Promise<string> {
  const store = openStore();
  const path = join(store.downloads, sha256);
  if (await exists(path)) return path;
  await mkdir(store.downloads, { recursive: true });
  const directory = temporaryBeside(path);
  await mkdir(directory);
  try {
    const downloaded = await sourceFile(store, {}, { source: 'busybox', file, directory });
    expect(await sha256File(downloaded)).toBe(sha256);
    await rename(downloaded, path);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  return path;
}
