import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { BasewrightError, reasonOf, systemCodeOf } from '@basewright/core';

import { type ImageSource } from './image-source';

/** An image in an OCI layout, an absolute directory. `what` names it in errors: NOT_FOUND for a blob that is not there. */
export function fromLayout(layout: string, what: string): ImageSource {
  const blob = (digest: string): string => join(layout, 'blobs', ...digest.split(':'));
  const missing = async (digest: string, cause: unknown): Promise<never> => {
    if (systemCodeOf(cause) !== 'ENOENT') throw cause;
    const problem = `cannot use ${what}: there is no blob ${digest} in ${layout}`;
    throw new BasewrightError('NOT_FOUND', problem, { cause, hint: await contents(layout) });
  };
  return {
    manifest: (digest) => readFile(blob(digest)).catch((cause: unknown) => missing(digest, cause)),
    blobs: async (_manifest, digests, directory) => {
      for (const [at, digest] of digests.entries()) {
        await copyFile(blob(digest), join(directory, String(at))).catch((cause: unknown) => missing(digest, cause));
      }
    },
  };
}

/** What the layout's index names, for an author who looks for the right digest. */
async function contents(layout: string): Promise<string> {
  try {
    const { manifests } = JSON.parse(await readFile(join(layout, 'index.json'), 'utf8')) as {
      manifests: { digest: string }[];
    };
    return `its index.json names ${manifests.map(({ digest }) => digest).join(', ')}`;
  } catch (cause) {
    return `it is no OCI layout: ${reasonOf(cause)}`;
  }
}
