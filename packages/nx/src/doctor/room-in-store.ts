import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';

import { BasewrightError, humanBytes, openStore, reasonOf, temporaryBeside } from '@basewright/core';

/** What the first image with its toolchain takes, with some to spare. */
const ENOUGH = 2e9;

/** How much room the store has. Throws when it is too little or the store cannot be written to. */
export async function roomInStore(): Promise<string> {
  const { root } = openStore();
  const probe = temporaryBeside(root);
  try {
    await mkdir(root, { recursive: true });
    await writeFile(probe, '');
  } catch (cause) {
    throw new BasewrightError('DENIED', `cannot write to the store ${root}: ${reasonOf(cause)}`, {
      cause,
      hint: 'name a directory of yours with the environment variable BASEWRIGHT_STORE',
    });
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
  const disk = await statfs(root);
  const free = disk.bavail * disk.bsize;
  const found = `${humanBytes(free)} free for the store ${root}`;
  if (free >= ENOUGH) return found;
  throw new BasewrightError('NO_SPACE', `${found}: an image with its toolchain takes up to ${humanBytes(ENOUGH)}`, {
    hint: 'free some, or name a directory on another disk with the environment variable BASEWRIGHT_STORE',
  });
}
