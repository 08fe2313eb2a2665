import { open } from 'node:fs/promises';

/** How compressed tars begin: https://www.iana.org/assignments/media-types and the formats' own specifications. */
const MAGIC: readonly (readonly [extension: string, offset: number, bytes: string])[] = [
  ['tar.bz2', 0, '425a68'],
  ['tar.xz', 0, 'fd377a585a00'],
  ['tar.gz', 0, '1f8b'],
  ['tar.zst', 0, '28b52ffd'],
  ['tar.lz', 0, '4c5a4950'],
  ['tar', 257, '7573746172'],
];

/** The file name extension an archive's first bytes call for (`tar.bz2`), or null when it is no known archive. */
export async function archiveExtension(path: string): Promise<string | null> {
  const head = Buffer.alloc(512);
  const file = await open(path);
  try {
    await file.read(head, 0, head.length, 0);
  } finally {
    await file.close();
  }
  const found = MAGIC.find(([, offset, bytes]) => head.toString('hex', offset, offset + bytes.length / 2) === bytes);
  return found?.[0] ?? null;
}
