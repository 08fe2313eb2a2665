import { join } from 'node:path';

import { inTemporaryDirectory, runCommand } from '@basewright/testing';

import { assertRoom } from './assert-room';
import { exec } from './exec';

it('is content where there is room', () => inTemporaryDirectory((directory) => assertRoom(directory, 'write')));

it(
  'refuses a disk that is full, by a real one',
  () =>
    inTemporaryDirectory(async (directory) => {
      const command = runCommand(join(__dirname, '../test/run-assert-room.ts'), directory);
      const onFullDisk = 'mount -t tmpfs -o size=512k tmpfs "$0" && exec "$@"';
      const { stdout } = await exec('unshare', ['-rm', 'sh', '-c', onFullDisk, directory, ...command]);
      expect(stdout).toMatch(/^NO_SPACE cannot write: \d+ bytes are left for /);
    }),
  60_000,
);
