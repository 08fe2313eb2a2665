import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { LIBCS, openStore, publishOutput, readStage } from '@basewright/core';
import { storeWithOwn } from '@basewright/testing';

import { tinyImage } from './tiny-image';
import { type RunOptions, Workspace } from './workspace';

const store = storeWithOwn('objects', openStore());
const workspaces = [new Workspace(), new Workspace()] as const;
afterAll(() => {
  for (const workspace of workspaces) workspace.remove();
  rmSync(store, { recursive: true, force: true });
});

async function digests(workspace: Workspace, options: RunOptions): Promise<string[]> {
  for (const libc of LIBCS) workspace.write(`images/tiny-${libc}/image.json`, tinyImage({ libc }));
  const run = workspace.nx(['run-many', '-t', 'publish', '-p', 'tiny-*', '--parallel=1'], options);
  if (run.exitCode !== 0) throw new Error(run.output);
  expect(run.cached).toEqual([]);
  return Promise.all(
    LIBCS.map(async (libc) => {
      const directory = join(workspace.root, 'dist/images', `tiny-${libc}`, 'publish');
      return (await readStage(directory, publishOutput, null)).body.index.digest;
    }),
  );
}

it('gives the same digests in another directory, at another time, with another umask, locale and number of cores', async () => {
  const first = await digests(workspaces[0], {});
  const second = await digests(workspaces[1], {
    env: { BASEWRIGHT_STORE: store, LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Chatham', HOSTNAME: 'elsewhere' },
    through: ['sh', '-c', 'umask 077; exec taskset -c 0 "$@"', 'sh'],
  });
  expect(second).toEqual(first);
});
