import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { BasewrightError, type DebianPackage, humanBytes, progress, sha256File, type Store } from '@basewright/core';

import { type Apt, openApt } from './apt';
import { type DebianSettings } from './settings';
import { notOffered } from './withdrawn';

/**
 * Downloads the .deb files of packages into an empty directory; gives the path of each by its sha256. Throws
 * CHECKSUM_MISMATCH when the mirror has other bytes, NOT_FOUND when it has a version no longer.
 */
export async function downloadArchives(
  store: Store,
  settings: DebianSettings,
  packages: readonly DebianPackage[],
  directory: string,
): Promise<Map<string, string>> {
  const bytes = packages.reduce((sum, wanted) => sum + wanted.size, 0);
  progress(`fetching ${packages.length} Debian packages, ${humanBytes(bytes)}`);
  const architectures = [...new Set(packages.map((wanted) => wanted.architecture))]
    .filter((name) => name !== 'all')
    .sort();
  const apt = await openApt(store, settings, architectures);
  const names = packages.map(({ name, architecture, version }) => `${name}:${architecture}=${version}`);
  const download = apt.run('apt-get', ['download', '-qq', ...names], {
    ...{ cwd: directory, purpose: 'download Debian packages' },
  });
  await download.catch((error: unknown) => refuseDownload(apt, packages, error));
  const files = (await readdir(directory)).map((name) => join(directory, name));
  const found = new Map(await Promise.all(files.map(async (file) => [await sha256File(file), file] as const)));
  return new Map(packages.map((wanted) => [wanted.sha256, found.get(wanted.sha256) ?? refuse(wanted)]));
}

async function refuseDownload(apt: Apt, wanted: readonly DebianPackage[], cause: unknown): Promise<never> {
  await apt.refresh();
  const gone = await notOffered(apt, wanted);
  if (gone.length === 0) throw cause;
  throw new BasewrightError(
    'NOT_FOUND',
    `cannot download Debian packages: the mirror no longer has ${gone.map(({ name, version }) => `${name} ${version}`).join(', ')}`,
    {
      cause,
      hint: 'refresh the lock with `nx g @basewright/nx:lock`; without it, run the target that chose them (toolchain, library-resolve) again with --skip-nx-cache',
    },
  );
}

function refuse(wanted: DebianPackage): never {
  throw new BasewrightError(
    'CHECKSUM_MISMATCH',
    `cannot use ${wanted.name} ${wanted.version} (${wanted.architecture}): the mirror's file has another sha256 than the pinned ${wanted.sha256}`,
    { hint: 'the mirror or the lock file was changed; refresh the lock with `nx g @basewright/nx:lock`' },
  );
}
