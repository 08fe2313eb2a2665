import { createHash } from 'node:crypto';

import { BasewrightError } from '@basewright/core';
import { readTree, type StoredImage } from '@basewright/oci';

/** A regular file of an image. */
export interface HashedFile {
  /** In hex. SPDX 2.3 wants it of every file (8.4, "File checksum field"). */
  readonly sha1: string;
  readonly sha256: string;
}

/** What an image holds, as far as it is told in a bill of materials. */
export interface ImageContent {
  /** By path, sorted; of a file with several names, hard links, that of its entry. */
  readonly files: ReadonlyMap<string, HashedFile>;
  /** The text of its os-release; null where it has none. */
  readonly osRelease: string | null;
}

const OS_RELEASE = ['/etc/os-release', '/usr/lib/os-release'];
/** More than any os-release has. */
const LONGEST = 1 << 16;

/** Reads every file of an image. Throws what reading the layers throws. */
export async function imageContent({ layers }: Pick<StoredImage, 'layers'>, what: string): Promise<ImageContent> {
  const tree = await readTree<HashedFile & { readonly text?: string }>(layers, what, (path) => {
    const hashes = { sha1: createHash('sha1'), sha256: createHash('sha256') };
    const kept: Buffer[] | null = OS_RELEASE.includes(path) ? [] : null;
    let size = 0;
    return {
      data: (piece) => {
        hashes.sha1.update(piece);
        hashes.sha256.update(piece);
        size += piece.length;
        if (kept !== null && size > LONGEST) {
          throw new BasewrightError('BAD_INPUT', `cannot read ${path} of ${what}: it is larger than 64 KiB`);
        }
        kept?.push(piece);
      },
      end: () => ({
        sha1: hashes.sha1.digest('hex'),
        sha256: hashes.sha256.digest('hex'),
        ...(kept === null ? {} : { text: Buffer.concat(kept).toString('utf8') }),
      }),
    };
  });
  const files = new Map<string, HashedFile>();
  const seen = new Set<string>();
  for (const [path, { type, inode, fact }] of tree) {
    if (type !== 'file' || fact === undefined) continue;
    const entry = inode === null ? path : `${inode.layer}:${inode.index}`;
    if (!seen.has(entry)) files.set(path, { sha1: fact.sha1, sha256: fact.sha256 });
    seen.add(entry);
  }
  const texts = OS_RELEASE.flatMap((path) => tree.get(path)?.fact?.text ?? []);
  return { files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))), osRelease: texts[0] ?? null };
}
