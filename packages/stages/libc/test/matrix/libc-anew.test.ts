import { readdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { exists, openStore, withLock } from '@basewright/core';
import { descendantsOf, ended, runCommand, start, storeWithOwn, until } from '@basewright/testing';

import { buildLibc } from '../../src/build-libc';
import { type LibcOptions } from '../../src/options';
import { libcWorkspace, toolchainFor } from '../libc-workspace';

/** Builds a libc in a process of its own and ends that, as `kill -9` does, once a compiler runs. */
async function killedInTheMiddle(workspace: string, options: LibcOptions): Promise<void> {
  const child = start(runCommand(join(__dirname, '../run-libc.ts'), workspace, JSON.stringify(options)));
  const end = ended(child);
  await until('a compiler runs', async () =>
    (await descendantsOf(child.pid ?? 0)).some(({ command }) => command.startsWith('cc1')),
  );
  child.kill('SIGKILL');
  expect((await end).status).toBe('SIGKILL');
}

/** Holds so many of the machine's job slots meanwhile. */
async function withoutSlots<T>(slots: number, build: () => Promise<T>): Promise<T> {
  if (slots === 0) return build();
  const path = join(openStore().locks, `job-${slots - 1}`);
  return withLock({ path }, () => withoutSlots(slots - 1, build));
}

/** With a store that has no libc yet. */
async function withOwnLibcs<T>(build: () => Promise<T>): Promise<T> {
  const before = process.env['BASEWRIGHT_STORE'];
  const store = storeWithOwn('libcs', openStore());
  process.env['BASEWRIGHT_STORE'] = store;
  try {
    return await build();
  } finally {
    if (before === undefined) delete process.env['BASEWRIGHT_STORE'];
    else process.env['BASEWRIGHT_STORE'] = before;
    await rm(store, { recursive: true, force: true });
  }
}

it('is the same bytes with another number of jobs, also after a kill -9', async () => {
  const workspace = await libcWorkspace();
  try {
    const { outputPath: toolchain } = await toolchainFor(workspace, 'linux/amd64');
    const common = { platform: 'linux/amd64', libc: 'uclibc', fetchAndVerify: 'sources', toolchain } as const;
    // The store's, made with all jobs there are, unless it is to be made now.
    const one = await buildLibc(workspace, { ...common, outputPath: 'one' });
    const anew = { ...common, outputPath: 'two' };
    await withOwnLibcs(async () => {
      await killedInTheMiddle(workspace, anew);
      expect((await readdir(openStore().libcs)).filter((kept) => !kept.endsWith('.tmp'))).toEqual([]);
      expect(await exists(join(workspace, anew.outputPath))).toBe(false);
      expect(await withoutSlots(availableParallelism(), () => buildLibc(workspace, anew))).toEqual(one);
    });
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
});
