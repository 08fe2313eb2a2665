import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { FOREIGN, NATIVE, RunWorkspace } from './run-workspace';

const CONFIG = {
  entrypoint: ['sh', '-c', 'echo "$0 $1 $PWD $LANG"; id -u'],
  cmd: ['a', 'b'],
  env: { LANG: 'C' },
  workingDir: '/home/app',
  user: 'app',
};

const workspace = new RunWorkspace();
beforeAll(() => workspace.fill({ configured: [CONFIG], exposing: [{ exposedPorts: ['1'] }] }));
// What nobody but root may delete must not stop the clean-up.
afterAll(() => {
  workspace.remove();
});

describe('what goes in and out', () => {
  it('keeps the two streams apart, byte for byte, and gives the exit status', () => {
    expect(workspace.sh('printf "a\\n\\n\\tb\\0c"; echo error >&2; exit 7')).toEqual({
      status: 7,
      stdout: 'a\n\n\tb\0c',
      stderr: 'error\n',
    });
  });

  it('can open its streams by name, as any user, whatever ours are', () => {
    const script = 'echo out >/dev/stdout; echo error >/dev/stderr';
    // What Node starts has sockets; a shell gives pipes.
    for (const flags of [{}, { user: ['1000:1000'] }] as const) {
      expect(workspace.sh(script, { flags })).toEqual({ status: 0, stdout: 'out\n', stderr: 'error\n' });
    }
    const [program, ...args] = workspace.commandLine(['sh', '-c', script], {});
    const piped = spawnSync('sh', ['-c', '"$@" 2>&1 | cat', 'sh', program, ...args], {
      encoding: 'utf8',
      env: workspace.env,
    });
    expect(piped.stdout).toBe('out\nerror\n');
  });

  it('passes standard input on', () => {
    expect(workspace.run(['cat'], {}, 'one\ntwo').stdout).toBe('one\ntwo');
  });

  it('passes words on as they are', () => {
    const words = ['-la', '--color=never', '', '$HOME', "it's", '"', 'a b', '\\n', '*', '--', '1.50', 'gr\u00fcn'];
    expect(workspace.run(['sh', '-c', 'for word; do echo "<$word>"; done', 'x', ...words]).stdout).toBe(
      words.map((word) => `<${word}>\n`).join(''),
    );
  });

  it('starts a program under the name it was given', () => {
    expect(workspace.run(['sh', '-c', 'echo "$0"']).stdout).toBe('sh\n');
  });

  it('starts nothing that is not there, or is no program', () => {
    expect(workspace.run(['awk']).stderr).toContain('cannot run awk: there is no such program in the image');
    expect(workspace.run(['/not-executable']).stderr).toContain('/not-executable is not an executable file');
    expect(workspace.sh('nosuch').status).toBe(127);
  });

  it.each([
    ['a script without first line', 'echo only a shell would take this\n', 'exec format error'],
    [
      'a script of what is not there',
      '#!/bin/bash\n',
      'the interpreter of /work/script, /bin/bash, is not in the image',
    ],
  ])('refuses %s, as docker does', (_what, text, message) => {
    writeFileSync(join(workspace.cwd, 'script'), text, { mode: 0o755 });
    const { stdout, stderr } = workspace.run(['./script']);
    expect([stdout, stderr]).toEqual(['', expect.stringContaining(message)]);
  });

  it('refuses a program for another machine, whatever starts it', () => {
    copyFileSync(join(workspace.root, 'foreign-busybox'), join(workspace.cwd, 'foreign'));
    expect(workspace.run(['./foreign', 'true']).stderr).toContain(
      `exec format error: it is for ${FOREIGN.id}, the image is for ${NATIVE.id}`,
    );
  });

  it('gives 128 and the signal for a command that a signal ended', () => {
    expect(workspace.sh('kill -9 $$', { flags: { init: ['true'] } }).status).toBe(137);
  });
});

describe('what the command sees', () => {
  it("is in the caller's directory, and what it writes there belongs to the caller", () => {
    writeFileSync(join(workspace.cwd, 'mine'), 'from outside');
    expect(workspace.sh('pwd; cat mine; echo inside >theirs').stdout).toBe('/work\nfrom outside');
    expect(readFileSync(join(workspace.cwd, 'theirs'), 'utf8')).toBe('inside\n');
    expect(statSync(join(workspace.cwd, 'theirs'))).toMatchObject({ uid: process.getuid?.(), gid: process.getgid?.() });
  });

  it('is root, with an environment of its own and a host name', () => {
    const { stdout } = workspace.sh('id -u; id -g; cat /proc/sys/kernel/hostname; env');
    const [uid, gid, host, ...environment] = stdout.trim().split('\n');
    expect([uid, gid, host]).toEqual(['0', '0', 'tiny']);
    expect(environment.filter((line) => !line.startsWith('PATH=')).sort()).toEqual(
      ['HOME=/root', 'HOSTNAME=tiny', 'PWD=/work', 'SHLVL=1'].sort(),
    );
  });

  it('is any other user that was asked for', () => {
    const { stdout } = workspace.sh('id -u; id -g; echo ~; echo $HOME; touch own && ls -ln own', {
      flags: { user: ['app'] },
    });
    expect(stdout).toMatch(/^1000\n1000\n\/home\/app\n\/home\/app\n-rw-r--r-- +1 1000 +1000 /);
    expect(statSync(join(workspace.cwd, 'own')).uid).toBe(process.getuid?.());
    expect(workspace.sh('id -u; id -g', { flags: { user: ['4321:99'] } }).stdout).toBe('4321\n99\n');
  });

  it('may change the image, and nobody sees it afterwards', () => {
    expect(workspace.sh('mkdir -m 0 /closed && echo x >/bin/new && rm /bin/cat && ls /bin/new').stdout).toBe(
      '/bin/new\n',
    );
    expect(workspace.sh('ls -d /bin/new /closed 2>/dev/null; ls /bin/cat').stdout).toBe('/bin/cat\n');
    // A transpiler keeps its own things beside them.
    expect(readdirSync(workspace.trees).filter((name) => name.startsWith('basewright-'))).toEqual([]);
  });

  it('is the first process, unless it is to be below an init', () => {
    const script = 'echo $$; exec cat /proc/1/comm';
    expect(workspace.sh(script).stdout).toBe('1\ncat\n');
    expect(workspace.sh(script, { flags: { init: ['true'] } }).stdout).toBe('2\nbwrap\n');
  });

  it('sees no process of this machine, and can harm none', () => {
    const { stdout } = workspace.sh('ls -d /proc/[0-9]*; kill -9 -1; echo alive');
    expect(stdout).toMatch(/^(\/proc\/\d\n){1,9}alive\n$/);
  });

  it('sees volumes, writable or not, in the order they were given', () => {
    const data = join(workspace.root, 'data');
    mkdirSync(join(data, 'deep'), { recursive: true });
    writeFileSync(join(data, 'file'), 'data');
    const flags = { volume: [`${data}:/data:ro`, `../data/deep:/data/deep`, '.:/mine', '/scratch/new'] };
    const { stdout } = workspace.sh(
      'pwd; cat /data/file; echo x 2>/dev/null >/data/file || echo refused; echo y >/data/deep/y; ls -d /scratch/new',
      {
        flags,
      },
    );
    expect(stdout).toBe('/mine\ndatarefused\n/scratch/new\n');
    expect(readFileSync(join(data, 'deep/y'), 'utf8')).toBe('y\n');
  });

  it('starts in a directory that is made for it', () => {
    expect(workspace.run(['pwd'], { flags: { workdir: ['/new/place'] } }).stdout).toBe('/new/place\n');
  });

  it('has the network of this machine, or none', () => {
    const script = 'while read -r name rest; do echo $name; done </proc/net/dev; cat /etc/hosts';
    const interfaces = readFileSync('/proc/net/dev', 'utf8').replace(/^ *(\S+) .*$/gm, '$1');
    const hosts = readFileSync('/etc/hosts', 'utf8').trimEnd();
    const { stdout } = workspace.sh(script);
    expect(stdout.startsWith(`${interfaces}${hosts}\n127.0.1.1\t`)).toBe(true);
    expect(workspace.sh(script, { flags: { network: ['none'] } }).stdout.match(/^\w+:$/gm)).toEqual(['lo:']);
  });

  it('is told why it may not listen at a low port that the image exposes, where that is so', () => {
    const { stderr } = workspace.sh('/bin/busybox httpd -p 127.0.0.1:1', { image: 'exposing' });
    const first = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
    expect(stderr.includes('sysctl -w net.ipv4.ip_unprivileged_port_start=1;')).toBe(first > 1);
  });

  it('starts what the image says, as docker would', () => {
    expect(workspace.run([], { image: 'configured' }).stdout).toBe('a b /home/app C\n1000\n');
  });
});

describe('another platform', () => {
  const flags = { platform: [FOREIGN.id] };

  it('runs in an emulator, which starts the programs of programs too', () => {
    const machine = { 'linux/arm64': 'aarch64', 'linux/amd64': 'x86_64' }[FOREIGN.id];
    // What is fetched meanwhile is said on standard error.
    expect(workspace.run(['sh', '-c', 'uname -m; sh -c "uname -m"; exit 3'], { flags })).toMatchObject({
      status: 3,
      stdout: `${machine ?? ''}\n${machine ?? ''}\n`,
    });
  });

  it('has to be one the image is built for', () => {
    const { status, stderr } = workspace.run(['ls'], { flags: { platform: ['linux/arm64v8'] } });
    expect(status).toBe(200);
    expect(stderr).toContain(
      'cannot run tiny for linux/arm64v8: it is not built for that (did you mean "linux/arm64"?)',
    );
  });
});
