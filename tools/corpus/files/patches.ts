import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { openStore } from '@basewright/core';
import { materialiseRoot, packRoot, sourceTree } from '@basewright/sandbox';
import { repositoryPins } from '@basewright/testing';

import { UP } from '../images/trees';
import { rawTar } from '../raw-tar';
import { type FileFamily } from './file-case';

const SOURCES = rawTar({ name: 'busybox/', type: '5', mode: 0o755 }, { name: 'busybox/README', body: 'BusyBox\n' });
const made = (path: string): string => `--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+evil\n`;
const linkTo = (path: string, target: string): string =>
  `diff --git a/${path} b/${path}\nnew file mode 120000\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+${target}\n\\ No newline at end of file\n`;

/** Patches of sources, applied in their order. */
export const PATCHES: FileFamily = {
  name: 'patches',
  step: async ({ workspace, made: puts }) => {
    const store = openStore();
    const pins = await repositoryPins();
    const root = await materialiseRoot(store, pins.settings, (await packRoot(pins)).root);
    const tarball = join(workspace, 'tmp/busybox.tar');
    writeFileSync(tarball, SOURCES);
    const patches = Object.keys(puts).map((name) => ({
      path: join(workspace, name),
      sha256: sha256Of(readFileSync(join(workspace, name))),
    }));
    return sourceTree(store, { root, name: 'busybox', version: '1', tarball, sha256: sha256Of(SOURCES), patches });
  },
  cases: [
    { name: 'an ordinary one', expected: 'harmless', make: () => ({ '1.patch': made('extra/new') }) },
    {
      name: 'one that leads out',
      expected: /1\.patch/,
      make: (canary) => ({ '1.patch': made(`${UP}${canary.slice(1)}/made`) }),
    },
    {
      // patch -p1 takes its first slash away: it is a file of the sources, in the sandbox.
      name: 'one of an absolute path',
      expected: 'harmless',
      make: (canary) => ({ '1.patch': made('x').replace('b/x', `${canary}/made`) }),
    },
    {
      name: 'one behind a link that another made',
      expected: /2\.patch/,
      make: (canary) => ({ '1.patch': linkTo('out', canary), '2.patch': made('out/made') }),
    },
    { name: 'garbage', expected: /1\.patch/, make: () => ({ '1.patch': '\0\u0001garbage' }) },
    {
      name: 'a script for ed',
      expected: /1\.patch/,
      make: (canary) => ({ '1.patch': `--- a/README\n+++ b/README\n1337a\n1,112d\n!touch ${canary}/made\n.\n` }),
    },
    {
      name: 'words for a terminal',
      expected: /1\.patch/,
      make: () => ({ '1.patch': made('\u001b[31mred').replace('@@ -0,0 +1 @@', '@@ -1 +1 @@\n-none') }),
    },
  ],
};

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
