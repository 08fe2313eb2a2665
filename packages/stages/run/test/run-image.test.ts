import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { hostDebianArch, openStore, platformOf, PLATFORMS } from '@basewright/core';
import { pinnedFor } from '@basewright/testing';

import { type FlagValues } from '../src/flags';
import { debianBusybox } from './debian-busybox';

const REPOSITORY = resolve(__dirname, '../../../..');
const NATIVE = platformOf(PLATFORMS.find(({ debianArch }) => debianArch === hostDebianArch())?.id ?? '');
const FOREIGN = platformOf(NATIVE.id === 'linux/arm64' ? 'linux/amd64' : 'linux/arm64');

const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'basewright-run-test-')));
const cwd = join(workspace, 'project');
/** Where images are unpacked. */
const trees = join(workspace, 'trees');
const env = { ...process.env, TMPDIR: trees };
// What nobody but root may delete must not stop the clean-up.
afterAll(() => {
  rmSync(workspace, { recursive: true, force: true });
});

beforeAll(async () => {
  mkdirSync(cwd);
  mkdirSync(trees);
  await debianBusybox(join(workspace, 'native'), NATIVE);
  await debianBusybox(join(workspace, 'foreign'), FOREIGN);
  await debianBusybox(join(workspace, 'configured'), NATIVE, CONFIG);
  await debianBusybox(join(workspace, 'owned'), NATIVE, { user: 'app' }, [
    { path: 'etc/motd', uid: 0, gid: 0 },
    { path: 'etc/shadow', uid: 0, gid: 42, mode: '0000' },
    { path: 'home/app', uid: 1000, gid: 1000, mode: '2750', isDirectory: true },
    { path: 'home/app/own', uid: 1000, gid: 1000, mode: '0600' },
    { path: 'srv/suid', uid: 33, gid: 33, mode: '4755' },
  ]);
  await debianBusybox(join(workspace, 'exposing'), NATIVE, { exposedPorts: ['1'] });
  const [busybox] = await pinnedFor(`tests/busybox-static/${FOREIGN.debianArch}`);
  copyFileSync(
    join(openStore().packages, busybox?.sha256 ?? '', 'usr/bin/busybox'),
    join(workspace, 'foreign-busybox'),
  );
});

const CONFIG = {
  entrypoint: ['sh', '-c', 'echo "$0 $1 $PWD $LANG"; id -u'],
  cmd: ['a', 'b'],
  env: { LANG: 'C' },
  workingDir: '/home/app',
  user: 'app',
};

interface Wanted {
  readonly flags?: FlagValues;
  /** Directory of the image for this machine. */
  readonly image?: string;
}

function commandLine(command: readonly string[], { flags = {}, image = 'native' }: Wanted): string[] {
  const options = {
    name: 'tiny',
    images: [
      { platform: NATIVE.id, directory: image },
      { platform: FOREIGN.id, directory: 'foreign' },
    ],
    lockFile: relative(workspace, join(REPOSITORY, 'basewright.lock.json')),
  };
  const request = { workspace, asked: { flags, command }, cwd, signals: 'forward' };
  const script = [join(REPOSITORY, 'tools/run-ts.cjs'), join(__dirname, 'run-image.ts')];
  return [process.execPath, ...script, JSON.stringify({ options, request })];
}

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in the image of Debian's BusyBox, and says how it ended. */
function run(command: readonly string[], wanted: Wanted = {}, input: string | Buffer = ''): Ended {
  const [program = '', ...args] = commandLine(command, wanted);
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env, input });
  return { status, stdout, stderr };
}

const sh = (script: string, wanted?: Wanted, input?: string): Ended => run(['sh', '-c', script], wanted, input);

describe('what goes in and out', () => {
  it('keeps the two streams apart, byte for byte, and gives the exit status', () => {
    expect(sh('printf "a\\n\\n\\tb\\0c"; echo error >&2; exit 7')).toEqual({
      ...{ status: 7, stdout: 'a\n\n\tb\0c', stderr: 'error\n' },
    });
  });

  it('can open its streams by name, as any user, whatever ours are', () => {
    const script = 'echo out >/dev/stdout; echo error >/dev/stderr';
    // What Node starts has sockets; a shell gives pipes.
    for (const flags of [{}, { user: ['1000:1000'] }] as const) {
      expect(sh(script, { flags })).toEqual({ status: 0, stdout: 'out\n', stderr: 'error\n' });
    }
    const [program = '', ...args] = commandLine(['sh', '-c', script], {});
    const piped = spawnSync('sh', ['-c', '"$@" 2>&1 | cat', 'sh', program, ...args], { encoding: 'utf8', env });
    expect(piped.stdout).toBe('out\nerror\n');
  });

  it('passes standard input on', () => {
    expect(run(['cat'], {}, 'one\ntwo').stdout).toBe('one\ntwo');
  });

  it('passes words on as they are', () => {
    const words = ['-la', '--color=never', '', '$HOME', "it's", '"', 'a b', '\\n', '*', '--', '1.50', 'gr\u00fcn'];
    expect(run(['sh', '-c', 'for word; do echo "<$word>"; done', 'x', ...words]).stdout).toBe(
      words.map((word) => `<${word}>\n`).join(''),
    );
  });

  it('starts a program under the name it was given', () => {
    expect(run(['sh', '-c', 'echo "$0"']).stdout).toBe('sh\n');
  });

  it('starts nothing that is not there, or is no program', () => {
    expect(run(['awk']).stderr).toContain('cannot run awk: there is no such program in the image');
    expect(run(['/not-executable']).stderr).toContain('/not-executable is not an executable file');
    expect(sh('nosuch').status).toBe(127);
  });

  it.each([
    ['a script without first line', 'echo only a shell would take this\n', 'exec format error'],
    [
      'a script of what is not there',
      '#!/bin/bash\n',
      'the interpreter of /work/script, /bin/bash, is not in the image',
    ],
  ])('refuses %s, as docker does', (_what, text, message) => {
    writeFileSync(join(cwd, 'script'), text, { mode: 0o755 });
    const { stdout, stderr } = run(['./script']);
    expect([stdout, stderr]).toEqual(['', expect.stringContaining(message)]);
  });

  it('refuses a program for another machine, whatever starts it', () => {
    copyFileSync(join(workspace, 'foreign-busybox'), join(cwd, 'foreign'));
    expect(run(['./foreign', 'true']).stderr).toContain(
      `exec format error: it is for ${FOREIGN.id}, the image is for ${NATIVE.id}`,
    );
  });

  it('gives 128 and the signal for a command that a signal ended', () => {
    expect(sh('kill -9 $$', { flags: { init: ['true'] } }).status).toBe(137);
  });
});

describe('what the command sees', () => {
  it("is in the caller's directory, and what it writes there belongs to the caller", () => {
    writeFileSync(join(cwd, 'mine'), 'from outside');
    expect(sh('pwd; cat mine; echo inside >theirs').stdout).toBe('/work\nfrom outside');
    expect(readFileSync(join(cwd, 'theirs'), 'utf8')).toBe('inside\n');
    expect(statSync(join(cwd, 'theirs'))).toMatchObject({ uid: process.getuid?.(), gid: process.getgid?.() });
  });

  it('is root, with an environment of its own and a host name', () => {
    const { stdout } = sh('id -u; id -g; cat /proc/sys/kernel/hostname; env');
    const [uid, gid, host, ...environment] = stdout.trim().split('\n');
    expect([uid, gid, host]).toEqual(['0', '0', 'tiny']);
    expect(environment.filter((line) => !line.startsWith('PATH=')).sort()).toEqual(
      ['HOME=/root', 'HOSTNAME=tiny', 'PWD=/work', 'SHLVL=1'].sort(),
    );
  });

  it('is any other user that was asked for', () => {
    const { stdout } = sh('id -u; id -g; echo ~; echo $HOME; touch own && ls -ln own', { flags: { user: ['app'] } });
    expect(stdout).toMatch(/^1000\n1000\n\/home\/app\n\/home\/app\n-rw-r--r-- +1 1000 +1000 /);
    expect(statSync(join(cwd, 'own')).uid).toBe(process.getuid?.());
    expect(sh('id -u; id -g', { flags: { user: ['4321:99'] } }).stdout).toBe('4321\n99\n');
  });

  it('may change the image, and nobody sees it afterwards', () => {
    expect(sh('mkdir -m 0 /closed && echo x >/bin/new && rm /bin/cat && ls /bin/new').stdout).toBe('/bin/new\n');
    expect(sh('ls -d /bin/new /closed 2>/dev/null; ls /bin/cat').stdout).toBe('/bin/cat\n');
    // A transpiler keeps its own things beside them.
    expect(readdirSync(trees).filter((name) => name.startsWith('basewright-'))).toEqual([]);
  });

  it('is the first process, unless it is to be below an init', () => {
    const script = 'echo $$; exec cat /proc/1/comm';
    expect(sh(script).stdout).toBe('1\ncat\n');
    expect(sh(script, { flags: { init: ['true'] } }).stdout).toBe('2\nbwrap\n');
  });

  it('sees no process of this machine, and can harm none', () => {
    const { stdout } = sh('ls -d /proc/[0-9]*; kill -9 -1; echo alive');
    expect(stdout).toMatch(/^(\/proc\/\d\n){1,9}alive\n$/);
  });

  it('sees volumes, writable or not, in the order they were given', () => {
    const data = join(workspace, 'data');
    mkdirSync(join(data, 'deep'), { recursive: true });
    writeFileSync(join(data, 'file'), 'data');
    const flags = { volume: [`${data}:/data:ro`, `../data/deep:/data/deep`, '.:/mine', '/scratch/new'] };
    const { stdout } = sh(
      'pwd; cat /data/file; echo x 2>/dev/null >/data/file || echo refused; echo y >/data/deep/y; ls -d /scratch/new',
      {
        flags,
      },
    );
    expect(stdout).toBe('/mine\ndatarefused\n/scratch/new\n');
    expect(readFileSync(join(data, 'deep/y'), 'utf8')).toBe('y\n');
  });

  it('starts in a directory that is made for it', () => {
    expect(run(['pwd'], { flags: { workdir: ['/new/place'] } }).stdout).toBe('/new/place\n');
  });

  it('has the network of this machine, or none', () => {
    const script = 'while read -r name rest; do echo $name; done </proc/net/dev; cat /etc/hosts';
    const interfaces = readFileSync('/proc/net/dev', 'utf8').replace(/^ *(\S+) .*$/gm, '$1');
    expect(sh(script).stdout).toBe(`${interfaces}${readFileSync('/etc/hosts', 'utf8')}`);
    expect(sh(script, { flags: { network: ['none'] } }).stdout.match(/^\w+:$/gm)).toEqual(['lo:']);
  });

  it('is told why it may not listen at a low port that the image exposes, where that is so', () => {
    const { stderr } = sh('/bin/busybox httpd -p 127.0.0.1:1', { image: 'exposing' });
    const first = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
    expect(stderr.includes('sysctl -w net.ipv4.ip_unprivileged_port_start=1;')).toBe(first > 1);
  });

  it('starts what the image says, as docker would', () => {
    expect(run([], { image: 'configured' }).stdout).toBe('a b /home/app C\n1000\n');
  });
});

/** Root may map any id; whoever else runs these tests has at least its own. */
const hasManyIds = process.getuid?.() === 0;

describe('owners', () => {
  const LOOK =
    'stat -c "%n %u:%g %a" / /etc/motd /etc/shadow /home/app /home/app/own /srv/suid; touch /work/by && stat -c %u:%g /work/by';
  const OF_IMAGE = [
    ...['/ 0:0 755', '/etc/motd 0:0 644', '/etc/shadow 0:42 0', '/home/app 1000:1000 2750'],
    ...['/home/app/own 1000:1000 600', '/srv/suid 33:33 4755'],
  ];

  (hasManyIds ? it : it.skip).each(['app', 'root'])("are the image's for %s, whose files outside are ours", (user) => {
    const { stdout } = sh(`${LOOK}; cat /home/app/own`, { image: 'owned', flags: { user: [user] } });
    expect(stdout.split('\n').slice(0, -1)).toEqual([
      ...OF_IMAGE,
      ...[user === 'app' ? '1000:1000' : '0:0', 'home/app/own'],
    ]);
    expect(statSync(join(cwd, 'by')).uid).toBe(process.getuid?.());
    rmSync(join(cwd, 'by'));
  });

  (hasManyIds ? it : it.skip)('let a daemon that starts as root become another user', () => {
    const script =
      'busybox su -s /bin/sh app -c "id -u; id -G; touch /srv/x 2>/dev/null || echo refused"; chown 5:6 /etc/motd && stat -c %u:%g /etc/motd';
    expect(sh(script, { image: 'owned', flags: { user: ['root'] } })).toEqual({
      ...{ status: 0, stdout: '1000\n1000 2000\nrefused\n5:6\n', stderr: '' },
    });
  });

  (hasManyIds ? it : it.skip)('are those of a machine with one id where it grants no more, which is said', () => {
    const [program = '', ...args] = commandLine(['sh', '-c', LOOK], { image: 'owned' });
    const alone = ['--user', '--map-root-user', '--mount', '--', program, ...args];
    const { stdout, stderr } = spawnSync('unshare', alone, { encoding: 'utf8', env });
    expect(stdout).toContain('/etc/motd 1000:1000 644\n/etc/shadow 1000:1000 0\n');
    expect(stdout).toContain('/srv/suid 1000:1000 4755\n1000:1000\n');
    expect(stderr.match(/^note: this machine grants you one user id/gm)).toHaveLength(1);
    expect(stderr).toContain('--add-subuids');
  });
});

describe('the kept tree', () => {
  const images = join(openStore().images);

  it('gets nothing of what a command writes, and is not unpacked again', () => {
    const script =
      'echo x >/etc/passwd; rm -r /home; mkdir /home; chmod 700 /bin; mv /bin/ls /bin/l; ls -A /home; cat /etc/passwd';
    expect(sh(script)).toEqual({ status: 0, stdout: 'x\n', stderr: '' });
    const before = readdirSync(images).sort();
    expect(sh('ls /home; ls -ld /bin').stdout).toMatch(/^app\ndrwxr-xr-x /);
    expect(readdirSync(images).sort()).toEqual(before);
  });

  it('is made anew when it was damaged', () => {
    const damaged = readdirSync(images)
      .map((name) => join(images, name, 'tree/not-executable'))
      .filter((path) => existsSync(path));
    for (const path of damaged) writeFileSync(path, 'damaged');
    const { stdout, stderr } = sh('cat /not-executable; echo whole');
    expect([stdout, stderr]).toEqual(['whole\n', expect.stringContaining('is damaged')]);
  });
});

it('has the capabilities that docker gives root, and no way to more', () => {
  const script =
    'busybox grep -E "^(CapPrm|CapEff|CapBnd|NoNewPrivs)" /proc/self/status; mount -t tmpfs x /tmp 2>/dev/null || echo refused';
  const rows = (caps: string): string =>
    [...['CapPrm', 'CapEff', 'CapBnd'].map((name) => `${name}:\t${caps}`), 'NoNewPrivs:\t1', 'refused', ''].join('\n');
  expect(sh(script).stdout).toBe(rows('00000000a80425fb'));
  expect(sh(script, { flags: { user: ['app'] } }).stdout).toBe(rows('0000000000000000'));
});

it('gets no descriptor of a directory or of a namespace above its own', () => {
  const { stdout } = sh(
    'ls -l /proc/self/fd | busybox sed -n "/ [012] -> /d; s/.* -> //p"; busybox readlink /proc/self/ns/user',
  );
  const [own, ...open] = stdout.trim().split('\n').reverse();
  expect(open.filter((target) => target.startsWith('user:') && target !== own)).toEqual([]);
  expect(
    open.filter((target) => target.startsWith('/') && !target.startsWith('/dev/') && !target.startsWith('/proc/')),
  ).toEqual([]);
});

describe('signals', () => {
  const TRAP = 'trap "echo got; exit 42" INT TERM; echo ready; sleep 20 & wait';

  /** Starts a command in a process group of its own, and waits until it says that it is ready. */
  async function started(
    script: string,
    flags: FlagValues = {},
  ): Promise<{ child: ChildProcess; output: () => string; error: () => string }> {
    const [program = '', ...args] = commandLine(['sh', '-c', script], { flags });
    const child = spawn(program, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env });
    const [said, complained]: [string[], string[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => complained.push(chunk.toString()));
    for (let tries = 0; tries < 2000 && !said.join('').includes('ready'); tries++) await setTimeout(50);
    return { child, output: () => said.join(''), error: () => complained.join('') };
  }

  it.each(['SIGINT', 'SIGTERM'] as const)('hands %s to the command once, whoever gets it', async (signal) => {
    for (const everybody of [true, false]) {
      const { child, output } = await started(TRAP);
      process.kill(everybody ? -(child.pid ?? 0) : (child.pid ?? 0), signal);
      expect(await once(child, 'close')).toEqual([42, null]);
      expect(output()).toBe('ready\ngot\n');
    }
  });

  it('says which signal ended the command below an init', async () => {
    const { child } = await started('echo ready; sleep 20', { init: ['true'] });
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([143, null]);
  });

  it('ends a command that ignores them at the third, and says how to spare that', async () => {
    const { child, error } = await started('echo ready; sleep 20');
    for (let times = 1; times <= 3; times++) {
      expect(child.exitCode).toBeNull();
      child.kill('SIGTERM');
      await setTimeout(500);
    }
    if (child.exitCode === null) await once(child, 'close');
    expect([child.exitCode, error()]).toEqual([137, expect.stringContaining('--init makes it end at the first one')]);
  });

  it('leaves nothing running when it is killed itself', async () => {
    const { child } = await started('echo ready; sleep 2; touch survived');
    child.kill('SIGKILL');
    await once(child, 'close');
    await setTimeout(3000);
    expect(existsSync(join(cwd, 'survived'))).toBe(false);
  });
});

it('has the terminal of the caller, with job control', () => {
  const words = commandLine(['sh', '-c', 'tty; stty size; sh -im -c "sleep 0 & wait; echo $TERM"'], {});
  const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const typescript = join(workspace, 'typescript');
  spawnSync('script', ['--quiet', '--command', `stty rows 24 cols 99; ${quoted}`, typescript], {
    ...{ encoding: 'utf8', env: { ...process.env, TERM: 'vt220' } },
  });
  const text = readFileSync(typescript, 'utf8');
  expect(text).toMatch(/\/dev\/\S+\r\n24 99\r\n/);
  expect(text).toContain('vt220');
  expect(text).not.toContain("can't access tty");
});

describe('another platform', () => {
  const flags = { platform: [FOREIGN.id] };

  it('runs in an emulator, which starts the programs of programs too', () => {
    const machine = { 'linux/arm64': 'aarch64', 'linux/amd64': 'x86_64' }[FOREIGN.id];
    // What is fetched meanwhile is said on standard error.
    expect(run(['sh', '-c', 'uname -m; sh -c "uname -m"; exit 3'], { flags })).toMatchObject({
      ...{ status: 3, stdout: `${machine ?? ''}\n${machine ?? ''}\n` },
    });
  });

  it('has to be one the image is built for', () => {
    const { status, stderr } = run(['ls'], { flags: { platform: ['linux/arm64v8'] } });
    expect(status).toBe(200);
    expect(stderr).toContain(
      'cannot run tiny for linux/arm64v8: it is not built for that (did you mean "linux/arm64"?)',
    );
  });
});
