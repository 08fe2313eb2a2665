import { join } from 'node:path';

import { type DebianPackage } from '@basewright/contracts';
import { findStored, stateOf, type Store, storedTree, withDirectoryIn } from '@basewright/core';

import { dpkgDeb } from './dpkg-deb';
import { fetchFiles, fetchIntoStore } from './fetch/fetch-files';
import { type MissingFile, nobodyHas } from './fetch/nobody-has';
import { type WantedFile } from './fetch/places';
import { type DebianSettings } from './settings';

/**
 * Makes sure that packages lie unpacked in the store, downloading what is missing, and returns the directory of each
 * by the sha256 of its .deb. Without anything missing neither apt nor the network is asked. Throws what
 * {@link nobodyHas} makes, and NO_SPACE.
 */
export async function unpackPackages(
  store: Store,
  settings: DebianSettings,
  packages: readonly DebianPackage[],
): Promise<Map<string, string>> {
  const missing = await holdPackages(store, settings, packages);
  if (missing.length > 0) throw nobodyHas(missing);
  return new Map(packages.map(({ sha256 }) => [sha256, join(store.packages, sha256)]));
}

/**
 * Makes sure that the .deb files of packages lie in the store, downloading what is missing, and returns the path of each
 * by its sha256. Throws as {@link unpackPackages} does.
 */
export async function packageArchives(
  store: Store,
  settings: DebianSettings,
  packages: readonly DebianPackage[],
): Promise<Map<string, string>> {
  const missing = await holdArchives(store, settings, packages);
  if (missing.length > 0) throw nobodyHas(missing);
  return new Map(packages.map(({ sha256 }) => [sha256, join(store.downloads, sha256)]));
}

/** Unpacks what the store does not hold, and returns what nobody has. */
export async function holdPackages(
  store: Store,
  settings: DebianSettings,
  packages: readonly DebianPackage[],
): Promise<readonly MissingFile[]> {
  const wanted = await without(packages, ({ sha256 }) => isUnpacked(store, sha256));
  if (wanted.length === 0) return [];
  const away = new Set(await without(wanted, ({ sha256 }) => isDownloaded(store, sha256)));
  for (const one of wanted.filter((held) => !away.has(held)))
    await unpack(store, one, join(store.downloads, one.sha256));
  if (away.size === 0) return [];
  return withDirectoryIn(store.temporary, async (directory) => {
    const { files, missing } = await fetchFiles(settings, [...away].map(asFile), directory);
    await Promise.all(
      [...away].map((one) => {
        const file = files.get(one.sha256);
        return file === undefined ? Promise.resolve() : unpack(store, one, file);
      }),
    );
    return missing;
  });
}

/** Downloads what the store does not hold, and returns what nobody has. */
export async function holdArchives(
  store: Store,
  settings: DebianSettings,
  packages: readonly DebianPackage[],
): Promise<readonly MissingFile[]> {
  const away = await without(packages, ({ sha256 }) => isDownloaded(store, sha256));
  return away.length === 0 ? [] : fetchIntoStore(store, settings, away.map(asFile));
}

async function without(
  packages: readonly DebianPackage[],
  isHeld: (one: DebianPackage) => Promise<boolean>,
): Promise<DebianPackage[]> {
  const held: boolean[] = [];
  for (const one of packages) held.push(await isHeld(one));
  return packages.filter((_wanted, index) => held[index] === false);
}

/** Whether a package lies unpacked in the store, as it was when it was unpacked. */
export async function isUnpacked({ packages }: Store, sha256: string): Promise<boolean> {
  return (await stateOf(join(packages, sha256))) === 'whole';
}

/** Its bytes are read again: a damaged one is fetched anew. */
async function isDownloaded(store: Store, sha256: string): Promise<boolean> {
  return (await findStored(store, [sha256])) !== null;
}

function asFile({ archive, path, size, sha256, name, version, architecture }: DebianPackage): WantedFile {
  return { archive, path, size, sha256, label: `${name} ${version} (${architecture})` };
}

/** Unpacks one .deb into the store, where it lacks it or has it damaged, and returns its directory. */
export async function unpack(store: Store, wanted: DebianPackage, file: string): Promise<string> {
  return storedTree({ store, path: join(store.packages, wanted.sha256) }, async (temporary) => {
    const purpose = `unpack ${wanted.name} ${wanted.version}`;
    await dpkgDeb({ archive: file, action: '--extract', more: [temporary], purpose });
  });
}
