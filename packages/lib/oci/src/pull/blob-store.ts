import { lstat, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  BasewrightError,
  type Digest,
  digestFrom,
  findStored,
  hexOf,
  sha256File,
  type Store,
  withDirectoryIn,
} from '@basewright/core';

/** The blobs of images, in the store by their digests: what is there once is not fetched again. */
export interface BlobStore {
  /** The path of a blob whose bytes were read again just now, or null. */
  find(digest: Digest): Promise<string | null>;
  /** Fills a temporary directory, and keeps every file of it that is one of the digests. */
  add(digests: readonly Digest[], fill: (directory: string) => Promise<void>): Promise<void>;
}

/** Opens the store for the blobs of one image; call under a lock. `what` names the image in errors. */
export function openBlobStore(store: Store, what: string): BlobStore {
  return {
    find: async (digest) => (await findStored(store, [hexOf(digest)]))?.path ?? null,
    add: async (digests, fill) => {
      await withDirectoryIn(store.downloads, async (directory) => {
        await fill(directory);
        await keep(store, directory, digests, what);
      });
    },
  };
}

/** Throws CHECKSUM_MISMATCH when one of the digests is not among the files. */
async function keep(store: Store, directory: string, digests: readonly Digest[], what: string): Promise<void> {
  const names = await readdir(directory);
  const found = new Map<Digest, string>();
  for (const name of names) {
    const path = join(directory, name);
    if ((await lstat(path)).isFile()) found.set(digestFrom(await sha256File(path)), path);
  }
  const missing = digests.filter((digest) => !found.has(digest));
  if (missing.length > 0) {
    const [came] = [...found.keys()];
    const instead = names.length === 1 && came !== undefined ? `, got ${came}` : '';
    throw new BasewrightError(
      'CHECKSUM_MISMATCH',
      `cannot use ${what}: expected ${missing.slice(0, 3).join(', ')}${instead}`,
      {
        hint: 'the image was changed where it lies, or is not what was pinned; look at it, then pin its digest in "from"',
      },
    );
  }
  for (const [digest, path] of found) {
    if (digests.includes(digest)) await rename(path, join(store.downloads, hexOf(digest)));
  }
}

/** Keeps one document that is at hand as bytes. */
export async function addDocument(blobs: BlobStore, digest: Digest, bytes: Buffer): Promise<void> {
  await blobs.add([digest], (directory) => writeFile(join(directory, 'document'), bytes));
}
