import { chmod, copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  compileOutput,
  type Libc,
  type Platform,
  readElf,
  recordArtefact,
  stableJson,
  writeStage,
} from '@basewright/core';
import { DEFAULT_SUITE, emptyLock } from '@basewright/debian';

/** Lays two programs out as the compile stage does, in `<root>/compile`, and returns that directory's name. */
export async function compiledStage(
  root: string,
  platform: Platform,
  programs: { readonly busybox: string; readonly getconf: string },
  libc: Libc = 'glibc',
): Promise<string> {
  await writeStage(join(root, 'compile'), compileOutput, platform.id, async (directory) => {
    const program = async (name: 'busybox' | 'getconf') => {
      await copyFile(programs[name], join(directory, name));
      await chmod(join(directory, name), 0o755);
      return { file: await recordArtefact(directory, name), elf: readElf(await readFile(programs[name])) };
    };
    const busybox = await program('busybox');
    const body = { busybox, unstripped: busybox.file, getconf: await program('getconf'), libc, version: '1.38.0' };
    return { body: { ...body, sourceDate: 0, applets: [], patches: [] }, inputs: {} };
  });
  return 'compile';
}

/** Writes a lock file that pins nothing, and returns its name. */
export async function writeEmptyLock(root: string): Promise<string> {
  await writeFile(join(root, 'lock.json'), stableJson(emptyLock(DEFAULT_SUITE)));
  return 'lock.json';
}
