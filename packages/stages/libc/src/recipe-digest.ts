import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { digestOf, sha256 } from '@basewright/core';

/** Digest of the code that builds a libc: what other code built is not taken from the store. */
export async function recipeDigest(directory = __dirname): Promise<string> {
  const names = (await readdir(directory)).filter((name) => /\.[jt]s$/.test(name) && !/\.(test|d)\.ts$/.test(name));
  const files = names.sort().map(async (name) => [name, sha256(await readFile(join(directory, name)))] as const);
  return digestOf(await Promise.all(files));
}
