import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openStore } from '@basewright/core';
import { type DebianSettings, openApt } from '@basewright/debian';

/**
 * Reads the package indexes of the suite from the mirror and checks their signature, in a store of its own: indexes
 * that lie in the user's would hide a mirror that no longer answers. Throws UNREACHABLE with apt's words.
 */
export async function readIndexes(debian: DebianSettings): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'basewright-doctor-'));
  try {
    const { settings } = await openApt(openStore({ BASEWRIGHT_STORE: directory }), debian, []);
    return `${settings.suite} from ${settings.mirror}, signed by ${settings.keyring}`;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
