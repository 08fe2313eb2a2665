import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { digestOf, type Store, storedTree } from '@basewright/core';
import { z } from 'zod';

import { type StoredImage } from '../read/stored-image';
import { type UnpackedEntry, unpackLayers } from './unpack-layers';

/** An image that lies unpacked in the store, for everybody; nobody may write to it. */
export interface KeptImage {
  /** Names it: of the layers it was made from. */
  readonly digest: string;
  /** Absolute path of its files. They belong to the caller, who may read them whatever their modes in the image are. */
  readonly tree: string;
  /** What the image has for them. */
  readonly entries: readonly UnpackedEntry[];
}

/** Changes when the same layers would be unpacked to something else. */
const LAYOUT = 1;

const unpackedEntries = z.array(
  z.strictObject({
    path: z.string().startsWith('/'),
    type: z.enum(['directory', 'file', 'symlink']),
    mode: z.int().min(0).max(0o7777),
    uid: z.int().min(0),
    gid: z.int().min(0),
    size: z.int().min(0),
  }),
);

/** An image's files in the store, unpacked there when it lacks them or has them damaged. Throws what unpackLayers throws. */
export async function keptImage(
  store: Store,
  { layers }: Pick<StoredImage, 'layers'>,
  what: string,
): Promise<KeptImage> {
  const digest = digestOf({ layout: LAYOUT, layers: layers.map(({ descriptor }) => descriptor.digest) });
  const home = join(store.images, digest);
  await storedTree({ store, path: home }, async (temporary) => {
    const entries = await unpackLayers(layers, what, join(temporary, 'tree'), { open: true });
    await writeFile(join(temporary, 'entries.json'), JSON.stringify(entries));
  });
  const entries = unpackedEntries.parse(JSON.parse(await readFile(join(home, 'entries.json'), 'utf8')));
  return { digest, tree: join(home, 'tree'), entries };
}
