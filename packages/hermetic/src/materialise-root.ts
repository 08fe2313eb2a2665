import { linkSync, lstatSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { exists, makeDirectoryOnce, type RootManifest, type Store, systemCodeOf } from '@basewright/core';
import { type DebianSettings, unpackPackages } from '@basewright/debian';

import { MERGED_USR, MOUNT_POINTS, placeInRoot } from './root-layout';

/**
 * The absolute path of a root's tree, made when the store does not hold it: hard links into the unpacked packages,
 * so that another root costs next to nothing. Downloads packages that are missing. Throws what unpackPackages throws.
 */
export async function materialiseRoot(store: Store, settings: DebianSettings, manifest: RootManifest): Promise<string> {
  const path = join(store.roots, manifest.digest);
  if (await exists(path)) return path;
  const packages = await unpackPackages(store, settings, manifest.packages);
  await makeDirectoryOnce(path, (temporary) => {
    for (const directory of ['usr', ...MOUNT_POINTS]) mkdirSync(join(temporary, directory), { mode: 0o755 });
    for (const { sha256 } of manifest.packages) linkTree(packages.get(sha256) ?? '', temporary, '');
    for (const name of MERGED_USR) addLink(temporary, name, `usr/${name}`);
    for (const [link, target] of Object.entries(manifest.links)) addLink(temporary, link, target);
    return Promise.resolve();
  });
  return path;
}

/** Links everything below `from` into `to`. Where two packages have one path, the first in the manifest keeps it. */
function linkTree(from: string, to: string, path: string): void {
  for (const entry of readdirSync(join(from, path), { withFileTypes: true })) {
    const source = path === '' ? entry.name : `${path}/${entry.name}`;
    const place = placeInRoot(source);
    if (place === null) continue;
    const target = join(to, place);
    if (entry.isDirectory()) {
      mkdirSync(target, { recursive: true, mode: 0o755 });
      linkTree(from, to, source);
    } else if (entry.isSymbolicLink()) {
      // base-files ships the merged-/usr links themselves.
      if (MERGED_USR.some((name) => name === source)) continue;
      unlessTaken(() => {
        symlinkSync(readlinkSync(join(from, source)), target);
      });
    } else if (entry.isFile()) {
      unlessTaken(() => {
        linkSync(join(from, source), target);
      });
    }
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
