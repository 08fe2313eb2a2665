import { once } from 'node:events';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { exec } from '@basewright/core';
import { ended, inTemporaryDirectory, runCommand, start, until } from '@basewright/testing';

import { runInSandbox, sandboxArguments, type SandboxRun } from '../src';
import { realRoot } from './real-roots';

/** Runs one program in a sandbox, in a process of its own. */
const RUN = join(__dirname, 'run-sandbox.ts');

let root = '';
beforeAll(async () => {
  root = await realRoot();
});

const sh = (script: string, run: Partial<SandboxRun> = {}): SandboxRun => ({
  root,
  program: 'sh',
  args: ['-ec', script],
  ...run,
});

it('has no network: a connection that is made with one is refused without', async () => {
  const greeted = createServer((socket) => socket.end('hello\n')).listen(0, '127.0.0.1');
  await once(greeted, 'listening');
  let connections = 0;
  greeted.on('connection', () => connections++);
  try {
    const { port } = greeted.address() as AddressInfo;
    const script = `BEGIN { host = "/inet/tcp/0/127.0.0.1/${port}"; print (host |& getline line), line }`;
    const run: SandboxRun = { root, program: 'gawk', args: [script] };
    const withNetwork = await exec(
      'bwrap',
      sandboxArguments(run).flatMap((one) => (one === '--unshare-all' ? [one, '--share-net'] : one)),
    );
    expect([withNetwork.stdout, connections]).toEqual(['1 hello\n', 1]);

    expect((await runInSandbox(run)).stdout).toBe('-1 \n');
    expect(connections).toBe(1);
    const { stdout } = await runInSandbox(sh('tail -n +3 /proc/net/dev | cut -d: -f1'));
    expect(stdout.trim()).toBe('lo');
  } finally {
    greeted.close();
  }
});

it('cannot write to the root, nor to what is shown to be read', () =>
  inTemporaryDirectory(async (directory) => {
    const [shown, given] = [join(directory, 'shown'), join(directory, 'given')];
    await Promise.all([mkdir(shown), mkdir(given)]);
    await writeFile(join(shown, 'file'), 'as it was');
    const binds = [
      { from: shown, to: '/src' },
      { from: given, to: '/out', writable: true },
    ];
    for (const path of ['/usr/bin/new', '/usr/bin/gawk', '/new', '/src/new', '/src/file']) {
      await expect(runInSandbox(sh(`echo >>${path}`, { binds }))).rejects.toThrow('Read-only file system');
    }
    await expect(stat(join(root, 'usr/bin/new'))).rejects.toThrow('ENOENT');
    expect(await readFile(join(shown, 'file'), 'utf8')).toBe('as it was');
    await runInSandbox(sh('echo kept >/out/file; echo lost >/tmp/file', { binds }));
    expect(await readFile(join(given, 'file'), 'utf8')).toBe('kept\n');
    expect((await runInSandbox(sh('ls -A /tmp'))).stdout).toBe('');
  }));

it('looks the same to every user of every machine', async () => {
  process.env['BASEWRIGHT_SECRET'] = 'x';
  try {
    const { stdout } = await runInSandbox(
      sh('env | sort; id -u; id -g; uname -n; ls /proc | grep -c "^[0-9]"', {
        env: { KBUILD_BUILD_USER: 'basewright', TZ: null },
      }),
    );
    expect(stdout.split('\n').filter(Boolean)).toEqual([
      ...['HOME=/tmp', 'KBUILD_BUILD_USER=basewright', 'LC_ALL=C', 'PATH=/usr/sbin:/usr/bin', 'PWD=/'],
      ...['1000', '1000', 'basewright'],
      // bubblewrap, the shell, ls and grep.
      '4',
    ]);
  } finally {
    delete process.env['BASEWRIGHT_SECRET'];
  }
});

it('says what a program was for and what it said', async () => {
  await expect(runInSandbox(sh('echo why >&2; exit 3', { purpose: 'make a' }))).rejects.toMatchObject({
    code: 'TOOL_FAILED',
    message: 'cannot make a: bwrap ended with exit code 3\nwhy',
  });
});

it('ends with whoever started it, also by kill -9', () =>
  inTemporaryDirectory(async (directory) => {
    const run = sh('while :; do echo >>/out/alive; sleep 0.05; done', {
      binds: [{ from: directory, to: '/out', writable: true }],
    });
    const size = async (): Promise<number> => (await stat(join(directory, 'alive')).catch(() => ({ size: 0 }))).size;
    const child = start(runCommand(RUN, JSON.stringify(run)));
    const end = ended(child);
    await until('the program runs', async () => (await size()) > 1);
    child.kill('SIGKILL');
    expect((await end).status).toBe('SIGKILL');
    await setTimeout(200);
    const left = await size();
    await setTimeout(300);
    expect(await size()).toBe(left);
  }));

/** A user namespace in which no more may be made, and no privilege is left: as on a host that refuses them. */
const REFUSED = [
  ...['unshare', '--user', '--map-user=1000', '--map-group=1000', '--keep-caps', 'sh', '-ec'],
  'echo 0 >/proc/sys/user/max_user_namespaces; exec setpriv --ambient-caps=-all --inh-caps=-all "$0" "$@"',
];

it('says what to change where the machine refuses namespaces', async () => {
  const run = JSON.stringify(sh('echo ran', { purpose: 'compile busybox' }));
  const refused = await ended(start([...REFUSED, ...runCommand(RUN, run)]));
  expect(refused.output.trim().split('\n')).toEqual([
    'error[MISSING_PREREQUISITE]: cannot compile busybox: this machine refuses user namespaces to this user',
    expect.stringMatching(/^hint: user\.max_user_namespaces is 0 here .*sysctl -w user\.max_user_namespaces=15000$/),
    expect.stringMatching(/^to keep it: /),
  ]);
  expect(refused.status).toBe(1);
});

it.each([
  ['Debian, kernel.unprivileged_userns_clone=0', 'No permissions to create new namespace, likely because the kernel'],
  ['the same, other distributions', 'No permissions to creating new namespace, likely because the kernel does not'],
  ['Ubuntu, AppArmor', 'setting up uid map: Permission denied'],
  ['Ubuntu 24.04, AppArmor', 'loopback: Failed RTM_NEWADDR: Operation not permitted'],
  ['docker, seccomp', 'Creating new namespace failed: Operation not permitted'],
  ['RHEL 7', 'Creating new namespace failed, likely because the kernel does not support user namespaces.'],
])('knows how bubblewrap puts it: %s', async (_, says) => {
  await inTemporaryDirectory(async (directory) => {
    await writeFile(join(directory, 'bwrap'), `#!/bin/sh\necho 'bwrap: ${says}' >&2\nexit 1\n`, { mode: 0o755 });
    const path = process.env['PATH'] ?? '';
    process.env['PATH'] = `${directory}:${path}`;
    try {
      await expect(runInSandbox(sh('true'))).rejects.toMatchObject({ code: 'MISSING_PREREQUISITE' });
    } finally {
      process.env['PATH'] = path;
    }
  });
});
