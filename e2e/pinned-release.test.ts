import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { sha256 } from '@basewright/core';
import { pinnedSource } from '@basewright/testing';

import { tinyImage } from './tiny-image';
import { Workspace } from './workspace';

/** A release that Basewright does not know, as upstream published it; Debian 12 has its tarball. */
const OLD = {
  version: '1.35.0',
  sha256: 'faeeb244c35a348a334f4a59e44626ee870fb07b6884d68c10ae8bc19f83a694',
} as const;

const workspace = new Workspace();
afterAll(() => {
  workspace.remove();
});

it('builds and runs any release that image.json pins by version, sha256 and mirrors', async () => {
  workspace.write('images/tiny/vendor/README', '');
  const vendor = join(workspace.root, 'images/tiny/vendor');
  const tarball = `busybox_${OLD.version}.orig.tar.bz2`;
  copyFileSync(await pinnedSource(tarball), join(vendor, tarball));
  expect(sha256(readFileSync(join(vendor, tarball)))).toBe(OLD.sha256);

  const mirrors = ['https://nowhere.invalid/busybox-1.35.0.tar.bz2', `file:./vendor/${tarball}`];
  workspace.write('images/tiny/image.json', tinyImage({ busybox: { ...OLD, mirrors } }));
  const run = workspace.nx(['run', 'tiny:run', '--', 'busybox']);
  if (run.exitCode !== 0) throw new Error(run.output);
  expect(run.output).toMatch(/^BusyBox v1\.35\.0 /m);
});
