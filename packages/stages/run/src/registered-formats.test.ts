import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { isRegistered } from './registered-formats';

/** As Linux prints what Debian's qemu-user-binfmt registers for s390x. */
const EMULATOR = `enabled
interpreter /usr/libexec/qemu-binfmt/s390x-binfmt-P
flags: POCF
offset 0
magic 7f454c4602020100000000000000000000020016
mask ffffffffffffff00fffffffffffffffffffeffff
`;
const JAR = 'enabled\ninterpreter /usr/bin/jexec\nflags: \nextension .jar\n';
const BEHIND = 'enabled\ninterpreter /usr/bin/x\nflags: \noffset 2\nmagic 4142\n';

const S390X = Buffer.from('7f454c46020201000000000000000000000300160000000100', 'hex');

const registered = (entries: Readonly<Record<string, string>>, path: string, head: Buffer): Promise<boolean> =>
  inTemporaryDirectory(async (table) => {
    for (const [name, text] of Object.entries(entries)) await writeFile(join(table, name), text);
    return isRegistered(path, head, table);
  });

const all = { status: 'enabled\n', emulator: EMULATOR, jar: JAR, behind: BEHIND };

it.each<[string, string, Buffer]>([
  ['what begins with a magic number, where the mask counts', '/bin/s390x', S390X],
  ['what ends in an extension', '/opt/app.jar', Buffer.from('PK')],
  ['what has a magic number behind its beginning', '/x', Buffer.from('..AB..')],
])('knows %s', async (_what, path, head) => {
  await expect(registered(all, path, head)).resolves.toBe(true);
});

it.each<[string, Readonly<Record<string, string>>, string, Buffer]>([
  ['another machine', all, '/x', Buffer.from(S390X).fill(0x3e, 19, 20)],
  ['a script', all, '/jar', Buffer.from('echo\n')],
  ['an empty file', all, '/x', Buffer.alloc(0)],
  ['an entry that is disabled', { jar: JAR.replace('enabled', 'disabled') }, '/x.jar', Buffer.alloc(0)],
  ['a table that is disabled', { ...all, status: 'disabled\n' }, '/x.jar', S390X],
])('does not take %s for one', async (_what, entries, path, head) => {
  await expect(registered(entries, path, head)).resolves.toBe(false);
});

it('finds nothing where there is no table', async () => {
  await expect(isRegistered('/x.jar', S390X, '/nonexistent')).resolves.toBe(false);
});
