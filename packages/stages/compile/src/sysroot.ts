import { join } from 'node:path';

import { type LibcOutput, type ReadStage } from '@basewright/contracts';
import { type Store, storedTree } from '@basewright/core';
import { runInSandbox } from '@basewright/sandbox';

/** Unpacks the sysroot that the stage libc left, once per store, and returns its absolute path. */
export async function unpackSysroot(store: Store, root: string, libc: ReadStage<LibcOutput>): Promise<string> {
  const { sysroot } = libc.body;
  const path = join(store.sysroots, sysroot.sha256);
  const tar = await libc.file(sysroot);
  return storedTree({ store, path }, async (temporary) => {
    await runInSandbox({
      root,
      program: 'tar',
      args: ['--extract', '--no-same-owner', '--file', `/src/${sysroot.path}`, '--directory', '/out'],
      binds: [
        { from: tar.slice(0, -sysroot.path.length), to: '/src' },
        { from: temporary, to: '/out', writable: true },
      ],
      purpose: 'unpack the sysroot of the libc',
    });
  });
}
