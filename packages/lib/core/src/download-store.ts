import { lstat, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { sha256File } from './digest';
import { syncPath } from './durable';
import { BasewrightError } from './errors';
import { log } from './log';
import { type Store } from './store';
import { clearAbandoned, temporaryBeside } from './temporary-names';
import { markUsed } from './use-mark';
import { sha256Hex } from './words/digest';

/** What files of the store are called: a sha256, and for the signature of one the fingerprint of a key, too. */
const storedName = z.union([sha256Hex, z.string().regex(/^[0-9a-f]{64}\.sig-(?:[0-9A-F]{40}|[0-9A-F]{64})$/)]);

/** A verified file in the store. */
export interface StoredFile {
  readonly path: string;
  readonly sha256: string;
}

/**
 * The store's file with one of the digests, or null. Its bytes are read again first: a damaged one is removed, and
 * reported, as if it had never been there; so is what is no regular file. Call it under the file's lock. Throws BAD_INPUT
 * for a digest that is none: nothing else becomes part of a path.
 */
export async function findStored(store: Store, digests: readonly string[]): Promise<StoredFile | null> {
  for (const sha256 of digests) {
    const path = join(store.downloads, checked(sha256Hex, sha256));
    const there = await lstat(path).catch(() => null);
    if (there === null) continue;
    if (there.isFile() && (await sha256File(path)) === sha256) {
      await markUsed(path);
      return { path, sha256 };
    }
    log.doing(`${path} is damaged and is fetched again`);
    await rm(path, { recursive: true, force: true });
  }
  return null;
}

/**
 * Adds a file to the store: `fill` writes it at a path that nobody else uses and returns the name it is to have, which it
 * gets when that succeeded: the sha256, or that of a file it signs and `.sig-` with the key's fingerprint. `lockName` is part
 * of the temporary name. What killed processes left is removed first. Returns the file's path.
 */
export async function addToStore(
  store: Store,
  lockName: string,
  fill: (incoming: string) => Promise<string>,
): Promise<string> {
  await mkdir(store.downloads, { recursive: true });
  await clearAbandoned(store.downloads);
  const directory = temporaryBeside(join(store.downloads, lockName));
  await mkdir(directory, { recursive: true });
  try {
    const incoming = join(directory, 'incoming');
    const path = join(store.downloads, checked(storedName, await fill(incoming)));
    syncPath(incoming);
    await rename(incoming, path);
    return path;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function checked(type: z.ZodType<string>, name: string): string {
  if (type.safeParse(name).success) return name;
  throw new BasewrightError('BAD_INPUT', `cannot use the digest ${name.slice(0, 100)}: expected 64 hexadecimal digits`);
}
