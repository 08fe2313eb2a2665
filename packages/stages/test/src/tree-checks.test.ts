import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type CompileOutput } from '@basewright/contracts';
import { inTemporaryDirectory } from '@basewright/testing';

import { type Check } from './check';
import { treeChecks } from './tree-checks';

const applets = [
  { name: 'ls', path: '/bin/ls' },
  { name: 'env', path: '/usr/bin/env' },
];

/** The checks on an image with these accounts and applets. */
function checks({ shadow = 'root:*:::::::\n', passwd = 'root:x:0:0:root:/root:/bin/sh\n', linked = applets } = {}) {
  return inTemporaryDirectory(async (tree): Promise<Check[]> => {
    for (const path of ['etc', 'bin', 'usr/bin']) await mkdir(join(tree, path), { recursive: true });
    await writeFile(join(tree, 'etc/shadow'), shadow);
    await writeFile(join(tree, 'etc/passwd'), passwd);
    // Dangling here: the link itself has to be there, busybox is another check's.
    for (const { path } of linked) await symlink('/bin/busybox', join(tree, path));
    return treeChecks(tree, { applets } as unknown as CompileOutput);
  });
}

const problems = (all: readonly Check[]): string[] =>
  all.flatMap(({ name, problem }) => (problem === null ? [] : [`${name}: ${problem}`]));

it('holds of an image that is as it should be', async () => {
  const all = await checks({ shadow: 'root:*:::::::\napp:!:::::::\n' });
  expect(all).toHaveLength(3);
  expect(problems(all)).toEqual([]);
});

it.each([
  ['an empty password (CVE-2019-5021)', { shadow: 'root::::::::\n' }, 'no account has a usable password: usable: root'],
  [
    'a password among those that are locked',
    { shadow: 'root:*:::::::\napp:$6$salt$hash:::::::\nb:!:::::::\n' },
    'no account has a usable password: usable: app',
  ],
  ['no root', { passwd: 'app:x:1:1::/:/bin/sh\n' }, 'root has a home and a shell: no such account'],
  [
    'another shell',
    { passwd: 'root:x:0:0:root:/root:/bin/bash\n' },
    'root has a home and a shell: root:x:0:0:root:/root:/bin/bash',
  ],
  [
    'an applet that is not linked',
    { linked: applets.slice(0, 1) },
    'every applet is linked where the image has it: missing: /usr/bin/env',
  ],
])('finds %s', async (_, image, problem) => {
  expect(problems(await checks(image))).toEqual([problem]);
});
