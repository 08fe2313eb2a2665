import { rm } from 'node:fs/promises';

import { exec } from './exec';

/** Removes a file or a tree; also one in which somebody, as a command that was run may, made directories that nobody may write to. */
export async function removeAll(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(async () => {
    await exec('chmod', ['-R', 'u+rwX', path], { purpose: `remove ${path}` });
    await rm(path, { recursive: true, force: true });
  });
}
