import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { type DebianPackage, exists, type Store } from '@basewright/core';

import { downloadArchives } from './download-archives';
import { type DebianSettings } from './settings';

/**
 * Makes sure that the .deb files of packages lie in the store, downloading what is missing, and returns the path of each
 * by its sha256. Throws as unpackPackages does.
 */
export async function packageArchives(
  store: Store,
  settings: DebianSettings,
  packages: readonly DebianPackage[],
): Promise<Map<string, string>> {
  const missing = await missingArchives(store, packages);
  if (missing.length > 0) {
    await mkdir(store.downloads, { recursive: true });
    const directory = await mkdtemp(join(store.downloads, '.packages-'));
    try {
      const files = await downloadArchives(store, settings, missing, directory);
      for (const [sha256, file] of files) await rename(file, pathOf(store, sha256));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }
  return new Map(packages.map(({ sha256 }) => [sha256, pathOf(store, sha256)]));
}

/** Those of the packages whose .deb the store does not hold. */
export async function missingArchives(store: Store, packages: readonly DebianPackage[]): Promise<DebianPackage[]> {
  const held = await Promise.all(packages.map(({ sha256 }) => exists(pathOf(store, sha256))));
  return packages.filter((_wanted, index) => held[index] === false);
}

function pathOf({ downloads }: Store, sha256: string): string {
  return join(downloads, sha256);
}
