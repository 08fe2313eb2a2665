import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { type Store } from '../store';
import { manifestOf } from '../stored-tree';
import { type StoredItem } from './plan-prune';

/** What lies beside a tree and goes with it. */
const BESIDE = /\.(?:manifest|building)$/;

/**
 * Everything of the store that builds get or make again, with its size and when it was used last. Locks and what is being made
 * are not among it.
 */
export function storedItems(store: Store): StoredItem[] {
  const { packages, roots, sources, objects, libcs, sysroots, images, downloads, listings, layers, logs, apt } = store;
  return [packages, roots, sources, objects, libcs, sysroots, images, downloads, listings, layers, logs, apt].flatMap(
    itemsOf,
  );
}

function itemsOf(directory: string): StoredItem[] {
  const names = namesIn(directory).filter((name) => !name.startsWith('.'));
  const trees = names.filter((name) => !BESIDE.test(name) || !names.includes(name.replace(BESIDE, '')));
  return trees.map((name) => {
    const path = join(directory, name);
    const entries = walk(path);
    const manifest = factsOf(manifestOf(path));
    const used = manifest?.mtimeMs ?? unmarkedUse(path, entries);
    return {
      path,
      used,
      bytes: entries.reduce((sum, { blocks, nlink }) => sum + (blocks * 512) / Math.max(1, nlink), 0),
    };
  });
}

/**
 * When something without a manifest was used: apt's directories when their newest file was brought; what an earlier version
 * unpacked when it got its name, for its times are those of the archive.
 */
function unmarkedUse(path: string, entries: readonly Facts[]): number {
  const facts = factsOf(path);
  const named = facts?.isDirectory() === true ? facts.ctimeMs : 0;
  return entries.reduce((latest, { mtimeMs }) => Math.max(latest, mtimeMs), named);
}

type Facts = Pick<NonNullable<ReturnType<typeof factsOf>>, 'blocks' | 'nlink' | 'mtimeMs'>;

function walk(path: string): Facts[] {
  const facts = factsOf(path);
  if (facts === undefined) return [];
  // A directory's links are its subdirectories.
  if (!facts.isDirectory()) return [facts];
  const own = { blocks: facts.blocks, nlink: 1, mtimeMs: facts.mtimeMs };
  return [own, ...namesIn(path).flatMap((name) => walk(join(path, name)))];
}

function factsOf(path: string) {
  return lstatSync(path, { throwIfNoEntry: false });
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    // It was never made, or goes just now.
    return [];
  }
}
