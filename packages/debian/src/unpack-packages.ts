import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import {
  BasewrightError,
  type DebianPackage,
  exec,
  exists,
  humanBytes,
  makeDirectoryOnce,
  progress,
  sha256File,
  type Store,
} from '@basewright/core';

import { type Apt, openApt } from './apt';
import { type DebianSettings } from './settings';
import { notOffered } from './withdrawn';

/**
 * Makes sure that packages lie unpacked in the store, downloading what is missing, and returns the directory of each
 * by the sha256 of its .deb. Without anything missing neither apt nor the network is asked.
 * Throws NOT_FOUND when the mirror has a version no longer, CHECKSUM_MISMATCH when it has other bytes.
 */
export async function unpackPackages(
  store: Store,
  settings: DebianSettings,
  packages: readonly DebianPackage[],
): Promise<Map<string, string>> {
  const directories = new Map(packages.map((wanted) => [wanted.sha256, join(store.packages, wanted.sha256)]));
  const missing = await missingPackages(store, packages);
  if (missing.length > 0) await downloadAndUnpack(store, settings, missing);
  return directories;
}

/** Those of the packages that the store does not hold. */
export async function missingPackages(store: Store, packages: readonly DebianPackage[]): Promise<DebianPackage[]> {
  const held = await Promise.all(packages.map((wanted) => exists(join(store.packages, wanted.sha256))));
  return packages.filter((_wanted, index) => held[index] === false);
}

async function downloadAndUnpack(
  store: Store,
  settings: DebianSettings,
  missing: readonly DebianPackage[],
): Promise<void> {
  const bytes = missing.reduce((sum, wanted) => sum + wanted.size, 0);
  progress(`fetching ${missing.length} Debian packages, ${humanBytes(bytes)}`);
  const architectures = [...new Set(missing.map((wanted) => wanted.architecture))]
    .filter((name) => name !== 'all')
    .sort();
  const apt = await openApt(store, settings, architectures);
  await mkdir(store.packages, { recursive: true });
  const directory = await mkdtemp(join(store.packages, '.download-'));
  try {
    const names = missing.map(({ name, architecture, version }) => `${name}:${architecture}=${version}`);
    const download = apt.run('apt-get', ['download', '-qq', ...names], {
      ...{ cwd: directory, purpose: 'download Debian packages' },
    });
    await download.catch((error: unknown) => refuseDownload(apt, missing, error));
    const found = await filesByDigest(directory);
    await Promise.all(missing.map((wanted) => unpack(store, wanted, found.get(wanted.sha256))));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
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

async function filesByDigest(directory: string): Promise<Map<string, string>> {
  const files = (await readdir(directory)).map((name) => join(directory, name));
  return new Map(await Promise.all(files.map(async (file) => [await sha256File(file), file] as const)));
}

async function unpack(store: Store, wanted: DebianPackage, file: string | undefined): Promise<void> {
  if (file === undefined) {
    throw new BasewrightError(
      'CHECKSUM_MISMATCH',
      `cannot use ${wanted.name} ${wanted.version} (${wanted.architecture}): the mirror's file has another sha256 than the pinned ${wanted.sha256}`,
      { hint: 'the mirror or the lock file was changed; refresh the lock with `nx g @basewright/nx:lock`' },
    );
  }
  await makeDirectoryOnce(join(store.packages, wanted.sha256), async (temporary) => {
    await exec('dpkg-deb', ['--extract', file, temporary], { purpose: `unpack ${wanted.name} ${wanted.version}` });
  });
}
