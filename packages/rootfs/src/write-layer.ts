import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { tarLayer } from './tar-layer';
import { type TreeEntry } from './tree';

/** Writes a plan as a tar at `path`; every time is `sourceDate`, in seconds since 1970. Throws what tarLayer throws. */
export async function writeLayer(plan: readonly TreeEntry[], sourceDate: number, path: string): Promise<void> {
  await pipeline(Readable.from(tarLayer(plan, sourceDate), { objectMode: false }), createWriteStream(path));
}
