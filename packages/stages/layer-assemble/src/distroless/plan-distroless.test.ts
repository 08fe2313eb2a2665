import { type ContainerSettings, type ImageConfig, type TreeNode } from '@basewright/oci';
import { dumpTree } from '@basewright/testing';
import { startOf, type TreeEntry, type WrittenUser } from '@basewright/tree';

import { type KeptFact } from './base-entries';
import { readFileKinds } from './file-kinds';
import { type DistrolessPlan, planDistroless, wholeTree } from './plan-distroless';

type Node = TreeNode<KeptFact>;
const owned = { uid: 0, gid: 0, layer: 0, inode: null };
const directory = (): Node => ({ ...owned, type: 'directory', mode: 0o755 });
const link = (target: string): Node => ({ ...owned, type: 'symlink', mode: 0o777, target });
const program = (text: string): Node => ({
  ...owned,
  type: 'file',
  mode: 0o755,
  fact: { content: { bytes: Buffer.from(text, 'latin1') } },
});

const ELF = '\x7fELF';
const BUSYBOX = program(`${ELF} BusyBox v1.38.0`);
/** As Alpine's, with applets as links; and one hard link, as the official BusyBox images have. */
const BASE: Record<string, Node> = {
  '/': directory(),
  '/bin': directory(),
  '/sbin': directory(),
  '/usr': directory(),
  '/usr/bin': directory(),
  '/bin/bbx': BUSYBOX,
  '/bin/ls': BUSYBOX,
  '/bin/sh': link('/bin/bbx'),
  '/usr/bin/env': link('../../bin/sh'),
  '/bin/app': program(ELF),
  '/sbin/apk': program(ELF),
  '/sbin/ldconfig': program('#!/bin/sh\n'),
  '/dev': directory(),
  '/dev/null': { ...owned, type: 'other', mode: 0o666 },
  '/etc': directory(),
  '/etc/apk': directory(),
  '/etc/apk/world': program('x'),
  '/etc/motd': link('/none'),
};

const written = (path: string, text: string): TreeEntry => ({
  type: 'file',
  path,
  mode: 0o755,
  uid: 0,
  gid: 0,
  origin: `rootfs.files[0] (./${path.slice(1)})`,
  content: { bytes: Buffer.from(text, 'latin1') },
});

interface Given {
  readonly base?: Record<string, Node>;
  readonly layer?: readonly TreeEntry[];
  readonly withoutFiles?: readonly string[];
  readonly users?: readonly WrittenUser[];
  readonly inherited?: ImageConfig['config'];
  readonly config?: ContainerSettings;
}

async function plan(given: Given = {}): Promise<DistrolessPlan> {
  const { base = {}, layer = [], withoutFiles = [], users = [], inherited, config = { cmd: ['app'] } } = given;
  const entries = wholeTree(new Map(Object.entries({ ...BASE, ...base })), layer);
  const start = startOf(inherited ?? {}, config);
  return planDistroless({ name: 'x', entries, fileKinds: await readFileKinds(entries), withoutFiles, users, start });
}

const problems = async (given: Given): Promise<string[]> =>
  plan(given).then(
    () => [],
    (error: unknown) => (error instanceof Error ? error.message.split('\n').slice(1) : []),
  );

it('leaves what is not BusyBox, shell or package manager, and says what went', async () => {
  const { entries, removed } = await plan();
  expect(dumpTree(entries)).toEqual({
    '/': 'dir 0755',
    '/bin/': 'dir 0755',
    '/dev/': 'dir 0755',
    '/etc/': 'dir 0755',
    '/sbin/': 'dir 0755',
    '/usr/': 'dir 0755',
    '/usr/bin/': 'dir 0755',
    '/bin/app': 'file 0755',
    '/etc/motd': 'symlink /none',
  });
  expect(Object.fromEntries(removed.map(({ path, why }) => [path, why]))).toEqual({
    '/bin/bbx': 'BusyBox',
    '/bin/ls': 'another name of BusyBox',
    '/bin/sh': 'a shell',
    '/etc/apk': 'a package manager',
    '/etc/apk/world': 'a package manager',
    '/sbin/apk': 'a package manager',
    '/sbin/ldconfig': 'a script of /bin/sh',
    '/usr/bin/env': 'a link to /bin/bbx',
  });
});

it('needs no /bin/false for users who may not log in', async () => {
  const base = { '/bin/false': link('bbx') };
  const { removed } = await plan({ base, users: [{ name: 'app', uid: 1, shell: '/bin/false' }] });
  expect(removed.map(({ path }) => path)).toContain('/bin/false');
});

it('keeps several names of one file, and what image.json puts in the place of something that goes', async () => {
  const perl = program(ELF);
  const { entries } = await plan({
    base: { '/usr/bin/perl': perl, '/usr/bin/perl5': perl },
    layer: [written('/bin/sh', `${ELF} mine`), written('/run', '#!/bin/sh\n')],
  });
  expect(dumpTree(entries)).toMatchObject({
    '/usr/bin/perl': 'file 0755',
    '/usr/bin/perl5': 'hardlink /usr/bin/perl',
    '/bin/sh': 'file 0755',
    '/run': 'file 0755',
  });
});

it('keeps directories in which something is left', async () => {
  const { removed } = await plan({
    base: {
      '/var': directory(),
      '/var/lib': directory(),
      '/var/lib/dpkg': directory(),
      '/var/lib/dpkg/status': program('x'),
    },
  });
  expect(removed.map(({ path }) => path)).not.toContain('/var/lib/dpkg');
});

it('takes away what image.json names besides', async () => {
  const { entries } = await plan({
    base: { '/opt': directory(), '/opt/start': program('#!/bin/sh\n') },
    withoutFiles: ['/opt'],
  });
  expect(dumpTree(entries)).not.toHaveProperty(['/opt/start']);
});

it.each<[string, Given, string[]]>([
  [
    'a script of image.json, by its first line',
    { layer: [written('/run', '#! /bin/sh -e\n'), written('/go', '#!/usr/bin/env node\n')] },
    [
      '  rootfs.files[0] (./run): /run is run by /bin/sh, which goes',
      '  rootfs.files[0] (./go): /go is run by /usr/bin/env, which goes',
    ],
  ],
  [
    "a script of the base that is not the distribution's",
    { base: { '/start.sh': program('#!/bin/sh\n') } },
    ['  from: /start.sh is run by /bin/sh, which goes'],
  ],
  [
    'a script that finds its shell by a real env',
    { base: { '/usr/bin/env': program(ELF), '/start': program('#!/usr/bin/env -S A=b sh -e\n') } },
    ['  from: /start is run by sh, which goes'],
  ],
  [
    'the command of the base',
    { inherited: { Cmd: ['sh'] }, config: {} },
    ['  image.cmd: the base\'s "sh" is /bin/bbx, which goes (BusyBox)'],
  ],
  [
    'the entrypoint, by its name on the PATH',
    { config: { entrypoint: ['ldconfig'] } },
    ['  image.entrypoint[0]: "ldconfig" is /sbin/ldconfig, which goes (a script of /bin/sh)'],
  ],
  [
    'an argument of the command',
    { config: { entrypoint: ['app'], cmd: ['--', '/bin/bbx'] } },
    ['  image.cmd[1]: "/bin/bbx" goes (BusyBox)'],
  ],
  [
    'the shell of a user',
    { users: [{ name: 'app', uid: 1, shell: '/bin/sh' }] },
    ['  rootfs.users[0].shell (app): /bin/sh goes'],
  ],
  [
    'a link of image.json',
    {
      layer: [
        {
          type: 'symlink',
          path: '/x',
          target: 'bin/ls',
          mode: 0o777,
          uid: 0,
          gid: 0,
          origin: 'rootfs.links["/x"]',
        },
      ],
    },
    ['  rootfs.links["/x"]: /x leads to /bin/ls, which goes'],
  ],
  ['a path that is not there', { withoutFiles: ['/none'] }, ['  withoutFiles[0]: there is no /none in the base']],
])('refuses to go without what %s needs', async (_what, given, expected) => {
  expect(await problems(given)).toEqual(expected);
});
