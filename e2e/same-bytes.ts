import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { publishOutput, readStage } from '@basewright/contracts';
import { openStore } from '@basewright/core';
import { type Libc } from '@basewright/libcs';
import { storeWithOwn } from '@basewright/testing';

import { tinyImage } from './tiny-image';
import { type RunOptions, Workspace } from './workspace';

/** Declares a test that builds an image of each libc twice, where all that must not matter is another. */
export function describeSameBytes(libcs: readonly Libc[]): void {
  const store = storeWithOwn('objects', openStore());
  const workspaces = [new Workspace(), new Workspace()] as const;
  afterAll(() => {
    for (const workspace of workspaces) workspace.remove();
    rmSync(store, { recursive: true, force: true });
  });

  async function digests(workspace: Workspace, options: RunOptions): Promise<string[]> {
    for (const libc of libcs) workspace.write(`images/tiny-${libc}/image.json`, tinyImage({ libc }));
    const run = workspace.nx(['run-many', '-t', 'publish', '-p', 'tiny-*', '--parallel=1'], options);
    if (run.exitCode !== 0) throw new Error(run.output);
    expect(run.cached).toEqual([]);
    return Promise.all(
      libcs.map(async (libc) => {
        const directory = join(workspace.root, 'dist/images', `tiny-${libc}`, 'publish');
        return (await readStage(directory, publishOutput, null)).body.index.digest;
      }),
    );
  }

  it(`${libcs.join(', ')}: the same digests in another directory, at another time, with another umask, locale and number of cores`, async () => {
    const first = await digests(workspaces[0], {});
    const second = await digests(workspaces[1], {
      env: { BASEWRIGHT_STORE: store, LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Chatham', HOSTNAME: 'elsewhere' },
      through: ['sh', '-c', 'umask 077; exec taskset -c 0 "$@"', 'sh'],
    });
    expect(second).toEqual(first);
  });
}
