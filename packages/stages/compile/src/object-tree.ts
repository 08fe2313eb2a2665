import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  log,
  digestOf,
  exists,
  recordTree,
  removeTree,
  reportDamage,
  stateOf,
  type Store,
  syncPath,
  syncTree,
  withLock,
  writeAtomic,
  plainPath,
} from '@basewright/core';

/** What an object tree was made from, besides the .config: with any of it changed, another tree is used. */
export interface ObjectTreeKey {
  /** Who builds: projects with very different .configs would otherwise undo each other's work. */
  readonly project: string;
  /** Digest of compiler, options and kernel architecture: platforms that are compiled alike share a tree. */
  readonly compiler: string;
  /** Digests of source tree, root and sysroot. */
  readonly source: string;
  readonly root: string;
  readonly sysroot: string | null;
}

/** How to use an object tree. */
export interface ObjectTreeUse {
  readonly store: Store;
  readonly key: ObjectTreeKey;
  /** The source tree's directory. */
  readonly source: string;
  /** Start from an empty tree. */
  readonly clean: boolean;
}

/** Where a tree says which directory its sources were. */
const SOURCE_MARK = '.basewright-source';

/**
 * Runs a build in the object tree of a key, alone. A tree in which a build failed or was killed is not used again:
 * make takes a half-written object for finished, because it is newer than its source. Nor is one that somebody changed.
 */
export async function withObjectTree<T>(
  { store, key, source, clean }: ObjectTreeUse,
  build: (tree: string) => Promise<T>,
): Promise<T> {
  const name = digestOf(key);
  const tree = join(store.objects, name);
  const marker = join(store.objects, `${name}.building`);
  const onWait = (): void => {
    log.doing('waiting for another build in the same object tree');
  };
  return withLock({ path: join(store.locks, `objects-${name}`), onWait }, async () => {
    const mark = await directoryIdentity(source);
    const held = await plainPath(tree, SOURCE_MARK)
      .then((path) => readFile(path, 'utf8'))
      .catch(() => null);
    const isAbandoned = clean || held !== mark || (await exists(marker));
    const state = isAbandoned ? 'absent' : await stateOf(tree);
    if (typeof state === 'object') await reportDamage(store, tree, state.damage);
    if (state !== 'whole') await removeTree(store, tree);
    await mkdir(tree, { recursive: true });
    // After a power cut the marker must be there if anything of the build is, and the build if the marker is not.
    await writeAtomic(marker, '');
    syncPath(store.objects);
    await writeFile(await plainPath(tree, SOURCE_MARK), mark);
    const result = await build(tree);
    await syncTree(tree);
    await recordTree(tree);
    await rm(marker);
    return result;
  });
}

/**
 * Equal sources that were unpacked again have new times, which make would compare with those of the objects: then
 * what is up to date can no longer be told.
 */
async function directoryIdentity(path: string): Promise<string> {
  const { dev, ino, mtimeMs } = await stat(path);
  return `${dev} ${ino} ${mtimeMs}`;
}
