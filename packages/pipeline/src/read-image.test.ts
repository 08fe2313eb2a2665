import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { exec } from '@basewright/core';
import { projectNameIn } from '@basewright/image';
import { inTemporaryDirectory } from '@basewright/testing';

import { readImage } from './read-image';

it('waits for no pipe, and says what stands in the place of a file', () =>
  inTemporaryDirectory(async (workspace) => {
    await exec('mkfifo', [join(workspace, 'pipe')]);
    await mkdir(join(workspace, 'directory'));
    expect(() => readImage(workspace, 'pipe', undefined)).toThrow('cannot read pipe: it is no regular file');
    expect(() => readImage(workspace, 'directory', undefined)).toThrow('cannot read directory: it is no regular file');
    // Its project is there all the same, and says so.
    expect(projectNameIn(workspace, 'app/directory')).toBe('app');
    expect(() => readImage(workspace, 'none', undefined)).toThrow('cannot read none: ENOENT');
  }));
