import { constants } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Artefact, type RootManifest } from '@basewright/contracts';
import {
  log,
  addToStore,
  digestOf,
  findStored,
  humanBytes,
  markUsed,
  openStore,
  sha256File,
  withLock,
  writeAtomic,
} from '@basewright/core';
import { compressLayer, LEVEL, type PackageSettings } from '@basewright/sandbox';

/** Bytes from which compressing takes long enough to be mentioned. */
const LONG = 8_000_000;

/** A tar below a stage's directory. */
export interface WrittenTar extends Pick<Artefact, 'size' | 'sha256'> {
  readonly directory: string;
  readonly name: string;
  /** What is said of it: `app linux/amd64`. */
  readonly of: string;
}

/** Compresses a tar to `<name>.gz` beside it, as compressLayer does, and gives that name. */
export async function compressQuickly(
  { directory, name, of, size }: WrittenTar,
  pack: RootManifest,
  settings: PackageSettings,
): Promise<string> {
  if (size >= LONG) log.doing(`${of}: compressing ${humanBytes(size)}`);
  return compressLayer(directory, name, pack, settings, LEVEL.quick);
}

/**
 * The same; where the store has the same tar compressed by the same compressor, that is taken. For what many images or
 * many edits of one image have alike: each is kept.
 */
export async function compressOnce(tar: WrittenTar, pack: RootManifest, settings: PackageSettings): Promise<string> {
  const store = openStore();
  const key = digestOf({ tar: tar.sha256, compressor: pack.digest, level: LEVEL.quick });
  const made = join(store.layers, key);
  return withLock({ path: join(store.locks, `layer-${key}`) }, async () => {
    const known = await readFile(made, 'utf8').catch(() => null);
    const stored = known === null ? null : await findStored(store, [known]);
    const compressed = join(tar.directory, `${tar.name}.gz`);
    if (stored !== null) {
      await markUsed(made);
      await copyFile(stored.path, compressed, constants.COPYFILE_FICLONE);
      return `${tar.name}.gz`;
    }
    await compressQuickly(tar, pack, settings);
    const sha256 = await sha256File(compressed);
    await addToStore(store, `layer-${key}`, async (incoming) => {
      await copyFile(compressed, incoming, constants.COPYFILE_FICLONE);
      return sha256;
    });
    await writeAtomic(made, sha256);
    return `${tar.name}.gz`;
  });
}
