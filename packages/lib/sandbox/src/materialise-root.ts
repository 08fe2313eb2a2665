import { linkSync, lstatSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { type RootManifest } from '@basewright/contracts';
import { entriesOf, invariant, type Store, storedTree } from '@basewright/core';
import { type DebianSettings, unpackPackages } from '@basewright/debian';

import { planRoot, type RootNode } from './plan-root';
import { MERGED_USR } from './root-layout';

/**
 * The absolute path of a root's tree, made when the store does not hold it whole: hard links into the unpacked packages,
 * so that another root costs next to nothing. Downloads packages that are missing. Throws what unpackPackages throws.
 */
export async function materialiseRoot(store: Store, settings: DebianSettings, manifest: RootManifest): Promise<string> {
  const path = join(store.roots, manifest.digest);
  return storedTree({ store, path }, async (temporary) => {
    const directories = await unpackPackages(store, settings, manifest.packages);
    const contents = await Promise.all(
      manifest.packages.map(async ({ name, sha256 }) => {
        const directory = invariant(directories.get(sha256), `package ${name}`);
        return { name, directory, entries: await entriesOf(directory) };
      }),
    );
    const nodes = planRoot(contents);
    for (const [path, node] of nodes) makeNode(join(temporary, path), node);
    for (const name of MERGED_USR) addLink(temporary, name, `usr/${name}`);
    for (const [link, target] of Object.entries(manifest.links)) addLink(temporary, link, target);
    // Throws what the file system throws where something was deleted while the rest was made.
    for (const path of nodes.keys()) lstatSync(join(temporary, path));
  });
}

function makeNode(path: string, { type, target = '', source = '' }: RootNode): void {
  if (type === 'directory') mkdirSync(path, { mode: 0o755 });
  else if (type === 'file') linkSync(source, path);
  else symlinkSync(target, path);
}

function addLink(root: string, path: string, target: string): void {
  const absolute = join(root, path);
  mkdirSync(dirname(absolute), { recursive: true, mode: 0o755 });
  if (lstatSync(absolute, { throwIfNoEntry: false }) === undefined) symlinkSync(target, absolute);
}
