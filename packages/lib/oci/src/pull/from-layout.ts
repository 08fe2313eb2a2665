import { createReadStream, createWriteStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import {
  BasewrightError,
  type Digest,
  hexOf,
  parseForeignJson,
  readForeignFile,
  reasonOf,
  systemCodeOf,
} from '@basewright/core';
import { z } from 'zod';

import { LONGEST_DOCUMENT } from '../documents/types';
import { type BlobOf, type ImageSource } from './image-source';

/**
 * An image in an OCI layout, an absolute directory. `what` names it in errors: NOT_FOUND for a blob that is not there,
 * CHECKSUM_MISMATCH for one that is no file, or has another size than its manifest says.
 */
export function fromLayout(layout: string, what: string): ImageSource {
  const pathOf = (digest: Digest): string => join(layout, 'blobs', 'sha256', hexOf(digest));
  const unread = async (digest: Digest, cause: unknown): Promise<never> => {
    if (systemCodeOf(cause) === 'ENOENT') {
      const problem = `cannot use ${what}: there is no blob ${digest} in ${layout}`;
      throw new BasewrightError('NOT_FOUND', problem, { cause, hint: await contents(layout) });
    }
    throw new BasewrightError('CHECKSUM_MISMATCH', `cannot use ${what}: blob ${digest}: ${reasonOf(cause)}`, { cause });
  };
  return {
    manifest: (digest) =>
      readForeignFile(pathOf(digest), LONGEST_DOCUMENT).catch((cause: unknown) => unread(digest, cause)),
    blobs: async (_manifest, blobs, directory) => {
      for (const [at, blob] of blobs.entries()) {
        await copyBlob(pathOf(blob.digest), blob, join(directory, String(at))).catch((cause: unknown) =>
          unread(blob.digest, cause),
        );
      }
    },
  };
}

/** A link is followed: its bytes have the digest, or are refused. A pipe or device is not read. */
async function copyBlob(from: string, { size }: BlobOf, to: string): Promise<void> {
  const there = await lstat(from);
  if (!there.isFile() && !there.isSymbolicLink()) throw new Error('it is no regular file');
  if (there.isFile() && there.size !== size) throw new Error(`its size is ${there.size}, expected ${size}`);
  // A byte more than it may have, for another digest.
  await pipeline(createReadStream(from, { end: size }), createWriteStream(to, { flags: 'wx' }));
}

const names = z.object({ manifests: z.array(z.object({ digest: z.string().max(200) })) });

/** What the layout's index names, for an author who looks for the right digest. */
async function contents(layout: string): Promise<string> {
  try {
    const text = await readForeignFile(join(layout, 'index.json'), LONGEST_DOCUMENT);
    const { manifests } = names.parse(parseForeignJson(text.toString()));
    return `its index.json names ${manifests.map(({ digest }) => digest).join(', ')}`;
  } catch (cause) {
    return `it is no OCI layout: ${reasonOf(cause)}`;
  }
}
