import { linkSync, lstatSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { type RootManifest } from '@basewright/contracts';
import { entriesOf, type Store, storedTree, systemCodeOf, type TreeEntry } from '@basewright/core';
import { type DebianSettings, unpackPackages } from '@basewright/debian';

import { MERGED_USR, MOUNT_POINTS, placeInRoot } from './root-layout';

/**
 * The absolute path of a root's tree, made when the store does not hold it whole: hard links into the unpacked packages,
 * so that another root costs next to nothing. Downloads packages that are missing. Throws what unpackPackages throws.
 */
export async function materialiseRoot(store: Store, settings: DebianSettings, manifest: RootManifest): Promise<string> {
  const path = join(store.roots, manifest.digest);
  return storedTree({ store, path }, async (temporary) => {
    const packages = await unpackPackages(store, settings, manifest.packages);
    for (const directory of ['usr', ...MOUNT_POINTS]) mkdirSync(join(temporary, directory), { mode: 0o755 });
    const contents = await Promise.all(
      [...packages.values()].map(async (directory) => ({ directory, entries: await entriesOf(directory) })),
    );
    for (const { directory, entries } of contents) linkTree(directory, entries, temporary);
    for (const name of MERGED_USR) addLink(temporary, name, `usr/${name}`);
    for (const [link, target] of Object.entries(manifest.links)) addLink(temporary, link, target);
    for (const { entries } of contents) checkTree(entries, temporary);
  });
}

/** Throws what the file system throws where something was deleted while the rest was linked. */
function checkTree(entries: readonly TreeEntry[], to: string): void {
  for (const { path } of entries) {
    const place = placeInRoot(path);
    if (place !== null) lstatSync(join(to, place));
  }
}

/**
 * Links everything that a package holds into `to`: by its entries, parents first, since its directory may be deleted
 * meanwhile, and so may be `to`. Where two packages have one path, the first in the manifest keeps it.
 */
function linkTree(from: string, entries: readonly TreeEntry[], to: string): void {
  for (const { path, type, target = '' } of entries) {
    const place = path === '.' ? null : placeInRoot(path);
    if (place === null) continue;
    const [source, link] = [join(from, path), join(to, place)];
    unlessTaken(() => {
      if (type === 'directory') mkdirSync(link, { mode: 0o755 });
      if (type === 'file') linkSync(source, link);
      // base-files ships the merged-/usr links themselves.
      if (type === 'symlink' && !MERGED_USR.some((name) => name === path)) symlinkSync(target, link);
    });
  }
}

function addLink(root: string, path: string, target: string): void {
  const absolute = join(root, path);
  mkdirSync(dirname(absolute), { recursive: true, mode: 0o755 });
  if (lstatSync(absolute, { throwIfNoEntry: false }) === undefined) symlinkSync(target, absolute);
}

function unlessTaken(make: () => void): void {
  try {
    make();
  } catch (error) {
    if (systemCodeOf(error) !== 'EEXIST') throw error;
  }
}
