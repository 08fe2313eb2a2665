import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { BasewrightError, findStored, type Store } from '@basewright/core';
import { sha256File } from '@basewright/core';

/** The blobs of images, in the store by their digests: what is there once is not fetched again. */
export interface BlobStore {
  /** The path of a blob whose bytes were read again just now, or null. */
  find(digest: string): Promise<string | null>;
  /** Fills a temporary directory, and keeps every file of it that is one of the digests. */
  add(digests: readonly string[], fill: (directory: string) => Promise<void>): Promise<void>;
}

/** Opens the store for the blobs of one image; call under a lock. `what` names the image in errors. */
export function openBlobStore(store: Store, what: string): BlobStore {
  return {
    find: async (digest) => (await findStored(store, [hex(digest)]))?.path ?? null,
    add: async (digests, fill) => {
      await mkdir(store.downloads, { recursive: true });
      const directory = await mkdtemp(join(store.downloads, '.image-'));
      try {
        await fill(directory);
        await keep(store, directory, digests, what);
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    },
  };
}

/** Throws CHECKSUM_MISMATCH when one of the digests is not among the files. */
async function keep(store: Store, directory: string, digests: readonly string[], what: string): Promise<void> {
  const names = await readdir(directory);
  const found = new Map<string, string>();
  for (const name of names) found.set(`sha256:${await sha256File(join(directory, name))}`, join(directory, name));
  const missing = digests.filter((digest) => !found.has(digest));
  if (missing.length > 0) {
    const [came] = [...found.keys()];
    const instead = names.length === 1 && came !== undefined ? `, what came is ${came}` : '';
    throw new BasewrightError('CHECKSUM_MISMATCH', `cannot use ${what}: ${missing.join(', ')} did not come${instead}`, {
      hint: 'the image was changed where it lies, or is not what was pinned; look at it, then pin its digest in "from"',
    });
  }
  for (const digest of new Set(digests)) await rename(found.get(digest) ?? '', join(store.downloads, hex(digest)));
}

/** Keeps one document that is at hand as bytes. */
export async function addDocument(blobs: BlobStore, digest: string, bytes: Buffer): Promise<void> {
  await blobs.add([digest], (directory) => writeFile(join(directory, 'document'), bytes));
}

function hex(digest: string): string {
  return digest.replace('sha256:', '');
}
