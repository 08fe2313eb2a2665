import { chmod, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { tinyRequest } from '../test/tiny-layout';
import { planLayout } from './documents/plan-layout';
import { writeLayout } from './write-layout';

const { blobs, index } = planLayout(tinyRequest);
const [blob] = blobs;
if (blob === undefined) throw new Error('the tiny layout has blobs');
const { descriptor } = blob;

it.each([
  ['a file that is as a layout has it, at no cost', 0o644, true],
  ['a file of another mode, which keeps it', 0o600, false],
])('takes over %s', (_what, mode, isShared) =>
  inTemporaryDirectory(async (directory) => {
    const [file, layout] = [join(directory, 'blob'), join(directory, 'oci')];
    await writeFile(file, 'blob');
    await chmod(file, mode);
    await writeLayout(layout, { index, blobs: [{ descriptor, content: { file } }] });
    const [from, to] = [await stat(file), await stat(join(layout, 'blobs', descriptor.digest.replace(':', '/')))];
    expect([from.mode & 0o7777, to.mode & 0o7777, from.ino === to.ino]).toEqual([mode, 0o644, isShared]);
  }),
);
