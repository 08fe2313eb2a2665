import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { syncPath, syncTree } from './durable';
import { BasewrightError, reasonOf, systemCodeOf } from './errors';
import { exists, writeAtomic } from './files';
import { withLock } from './lock';
import { isFirstInRun } from './once-in-run';
import { log } from './log';
import { type Store } from './store';
import { clearAbandoned, ownedName } from './temporary-names';
import { compareTree, describeTree, type TreeEntry, treeManifest } from './tree-manifest';
import { markUsed } from './use-mark';

/** How to have a tree. */
export interface StoredTreeUse {
  readonly store: Store;
  /** Its absolute path in the store; its name stands for what is in it. */
  readonly path: string;
  /** Make it although the store has it. */
  readonly anew?: boolean;
}

/** So often a tree is begun when others delete the store's directories meanwhile, which they may. */
const ATTEMPTS = 3;

/**
 * The path of a tree of the store, whole: `fill` makes it, in another directory, where the store lacks it or has it damaged.
 * Its manifest lies beside it. Processes that want the same tree wait for the one that makes it. Throws what `fill` throws,
 * NOT_FOUND when what is made is deleted again and again.
 */
export async function storedTree(
  { store, path, anew = false }: StoredTreeUse,
  fill: (temporary: string) => Promise<void>,
): Promise<string> {
  if (!anew && (await stateOf(path)) === 'whole') return path;
  const lock = { path: join(store.locks, `tree-${basename(dirname(path))}-${basename(path)}`), onWait };
  return withLock(lock, async () => {
    const state = anew ? 'absent' : await stateOf(path);
    if (state === 'whole') return path;
    if (typeof state === 'object') await reportDamage(store, path, state.damage);
    for (let attempt = 1; ; attempt++) {
      try {
        await make(store, path, fill);
        return path;
      } catch (error) {
        if (!(error instanceof Vanished)) throw error;
        if (attempt === ATTEMPTS) throw deletedMeanwhile(path, error.cause);
      }
    }
  });
}

/**
 * What is there of a tree of the store: nothing, one that is as its manifest says, or one that is not. What a version left that
 * wrote no manifests is taken as it is. With `isDeep` every byte is read, and nothing written.
 */
export async function stateOf(path: string, isDeep = false): Promise<'absent' | 'whole' | { readonly damage: string }> {
  if (!(await exists(path))) return 'absent';
  const text = await readFile(manifestOf(path), 'utf8').catch(() => null);
  const entries = text === null ? [] : parsed(text);
  if (entries === null) return { damage: 'its manifest cannot be read' };
  const { damage, isTouched } = await compareTree(path, entries, isDeep);
  if (damage !== null) return { damage };
  if (isDeep) return 'whole';
  await (isTouched || text === null ? recordTree(path) : markUsed(manifestOf(path)));
  return 'whole';
}

/** What a tree of the store held when it was made. Throws what the file system throws. */
export async function entriesOf(path: string): Promise<readonly TreeEntry[]> {
  return treeManifest.parse(JSON.parse(await readFile(manifestOf(path), 'utf8')));
}

/** Writes down what a tree of the store holds. */
export async function recordTree(path: string): Promise<void> {
  const known = await entriesOf(path).catch(() => []);
  await writeAtomic(manifestOf(path), JSON.stringify(await describeTree(path, known)));
}

/** Where the description of a tree lies. */
export function manifestOf(path: string): string {
  return `${path}.manifest`;
}

/** Takes a tree away at once, whoever reads it. */
export async function removeTree(store: Store, path: string): Promise<void> {
  for (const beside of [manifestOf(path), `${path}.building`]) await rm(beside, { force: true });
  await mkdir(store.temporary, { recursive: true });
  const aside = join(store.temporary, ownedName());
  await rename(path, aside).catch(ignoreAbsence);
  await rm(aside, { recursive: true, force: true });
}

async function make(store: Store, path: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  await clearAbandoned(store.temporary);
  const temporary = join(store.temporary, ownedName());
  try {
    await mkdir(temporary, { recursive: true });
    await fill(temporary);
    const entries = await describeTree(temporary);
    await syncTree(temporary);
    await removeTree(store, path);
    await mkdir(dirname(path), { recursive: true });
    await rename(temporary, path);
    syncPath(dirname(path));
    await writeAtomic(manifestOf(path), JSON.stringify(entries));
    // `rm -rf` goes on in a directory that it has opened, whatever its name is by now.
    const { damage } = await compareTree(path, entries);
    if (damage !== null) throw new Vanished(damage);
  } catch (error) {
    // Somebody deletes the store, or a part of it.
    const vanished =
      error instanceof Vanished ||
      systemCodeOf(error) === 'ENOENT' ||
      !((await exists(temporary)) || (await exists(path)));
    throw vanished ? new Vanished(error) : error;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** What a tree is made from, or the tree itself, was deleted while it was made. */
class Vanished extends Error {
  constructor(cause: unknown) {
    super(reasonOf(cause), { cause });
  }
}

function deletedMeanwhile(path: string, cause: unknown): BasewrightError {
  return new BasewrightError('NOT_FOUND', `cannot make ${path}: it was deleted meanwhile: ${reasonOf(cause)}`, {
    cause,
    hint: 'run it again when nothing deletes files of the store',
  });
}

/** Warns, once in a run, that a tree was found damaged. */
export async function reportDamage(store: Store, path: string, damage: string): Promise<void> {
  if (await isFirstInRun(store, { damaged: path })) {
    log.warn(`${path} is damaged, ${damage}: it is made anew`);
  }
}

function parsed(text: string): TreeEntry[] | null {
  try {
    return treeManifest.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function ignoreAbsence(error: unknown): void {
  if (systemCodeOf(error) !== 'ENOENT') throw error;
}

function onWait(): void {
  log.doing('waiting for another process that makes the same tree');
}
