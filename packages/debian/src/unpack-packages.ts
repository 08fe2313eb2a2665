import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { type DebianPackage, exec, exists, makeDirectoryOnce, type Store } from '@basewright/core';

import { downloadArchives } from './download-archives';
import { type DebianSettings } from './settings';

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
  await mkdir(store.packages, { recursive: true });
  const directory = await mkdtemp(join(store.packages, '.download-'));
  try {
    const files = await downloadArchives(store, settings, missing, directory);
    await Promise.all(missing.map((wanted) => unpack(store, wanted, files.get(wanted.sha256) ?? '')));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Unpacks one .deb into the store, once. */
export async function unpack(store: Store, wanted: DebianPackage, file: string): Promise<void> {
  await makeDirectoryOnce(join(store.packages, wanted.sha256), async (temporary) => {
    await exec('dpkg-deb', ['--extract', file, temporary], { purpose: `unpack ${wanted.name} ${wanted.version}` });
  });
}
