import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { fetchAndVerifyOutput, recordArtefact, writeStage } from '@basewright/contracts';
import { sha256File } from '@basewright/core';
import { type Libc } from '@basewright/libcs';
import { pinnedSource, REPOSITORY_LOCK } from '@basewright/testing';
import { resolveToolchain } from '@basewright/toolchain';
import { bundledFile, busyboxRelease } from '@basewright/upstream';

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
  const tarball = await pinnedSource(`${name}_${version}.orig.tar.bz2`);
  expect(release.tarball.sha256).toContain(await sha256File(tarball));
  const patches = [
    ...release.patches
      .flatMap(({ mirrors }) => mirrors)
      .filter((mirror) => mirror.startsWith('bundled:'))
      .map((mirror) => bundledFile(mirror.replace('bundled:', ''))),
    ...extra.map(({ path }) => path),
  ];
  await writeStage(join(workspace, directory), fetchAndVerifyOutput, null, async (temporary) => {
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
        origin: null,
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
  await copyFile(REPOSITORY_LOCK, join(workspace, 'lock.json'));
  const debian = { lockFile: REPOSITORY_LOCK };
  await resolveToolchain(workspace, { outputPath, platform, libc, lockFile: 'lock.json', debian });
  return outputPath;
}
