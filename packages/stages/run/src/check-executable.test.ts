import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { hostDebianArch, type Platform, PLATFORMS } from '@basewright/core';
import { type MountedTree } from '@basewright/oci';
import { inTemporaryDirectory } from '@basewright/testing';

import { checkExecutable } from './check-executable';
import { CannotStart } from './find-program';

const NATIVE = PLATFORMS.find(({ debianArch }) => debianArch === hostDebianArch()) as Platform;
const FOREIGN = PLATFORMS.find(({ id }) => id === 'linux/s390x') as Platform;

/** The header of a program for a platform, without segments: all that Linux needs to refuse it. */
function program({ elf }: Platform): Buffer {
  const header = Buffer.alloc(elf.bits === 64 ? 64 : 52);
  header.set([0x7f, 0x45, 0x4c, 0x46, elf.bits === 64 ? 2 : 1, elf.endian === 'little' ? 1 : 2, 1]);
  const half = (value: number, at: number): void => {
    if (elf.endian === 'little') header.writeUInt16LE(value, at);
    else header.writeUInt16BE(value, at);
  };
  half(2, 16);
  half(elf.machine, 18);
  return header;
}

/** An image with files that are executable. */
async function inView<T>(
  files: Readonly<Record<string, string | Buffer>>,
  test: (view: MountedTree) => Promise<T>,
): Promise<T> {
  return inTemporaryDirectory(async (home) => {
    const tree = join(home, 'tree');
    await mkdir(join(tree, 'bin'), { recursive: true });
    for (const [path, text] of Object.entries(files)) await writeFile(join(tree, path), text, { mode: 0o755 });
    await symlink('sh', join(tree, 'bin/link'));
    return test({ tree, binds: [] });
  });
}

const check = (files: Readonly<Record<string, string | Buffer>>, path: string, platform = NATIVE): Promise<void> =>
  inView(files, (view) => checkExecutable(view, { name: 'it', path }, platform));

const sh = { 'bin/sh': program(NATIVE) };

it.each<[string, Readonly<Record<string, string | Buffer>>, string]>([
  ['a program', sh, '/bin/sh'],
  ['a script', { ...sh, script: '#!/bin/sh\n' }, '/script'],
  ['a script with an argument, whose interpreter is a link', { ...sh, script: '#! /bin/link -e\n' }, '/script'],
  ['a script of a script', { ...sh, one: '#!/bin/sh\n', two: '#!/one\n' }, '/two'],
])('takes %s', async (_what, files, path) => {
  await check(files, path);
});

it('takes a program of this machine in the image of another, which runs in an emulator', async () => {
  await check(sh, '/bin/sh', FOREIGN);
});

it.each<[string, number, string, Readonly<Record<string, string | Buffer>>]>([
  [
    'a script without first line',
    126,
    '/it: exec format error: it is neither a program nor a script',
    { it: 'echo\n' },
  ],
  [
    'a first line that names nothing',
    126,
    '/it: exec format error: it is neither a program nor a script',
    { it: '#!  \nls\n' },
  ],
  ['an empty file', 126, '/it: exec format error: it is empty', { it: '' }],
  [
    'a program for another machine',
    126,
    `/it: exec format error: it is for linux/s390x, the image is for ${NATIVE.id}`,
    { it: program(FOREIGN) },
  ],
  [
    'an interpreter that is not there',
    127,
    'the interpreter of /it, /bin/bash, is not in the image',
    { it: '#!/bin/bash\n' },
  ],
  [
    "an interpreter's interpreter that is not there",
    127,
    'the interpreter of /one, /bin/bash, is not in the image',
    { one: '#!/bin/bash\n', it: '#!/one\n' },
  ],
  [
    'a line end of Windows',
    127,
    'the interpreter of /it is "/bin/sh\\r": its first line ends in a carriage return',
    { ...sh, it: '#!/bin/sh\r\n' },
  ],
  [
    'a directory for an interpreter',
    126,
    'the interpreter of /it, /bin, is not an executable file',
    { it: '#!/bin\n' },
  ],
])('refuses %s', async (_what, status, message, files) => {
  const failure: unknown = await check(files, '/it').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(CannotStart);
  expect(failure).toMatchObject({ status, message: `cannot run it: ${message}` });
});

it('names the loader that a program asks for', async () => {
  await expect(check({ it: await readFile('/bin/sh') }, '/it')).rejects.toThrow(
    /^cannot run it: the interpreter of \/it, \/\S*ld-linux\S*, is not in the image$/,
  );
});
