import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { RunWorkspace } from './run-workspace';

const workspace = new RunWorkspace();
beforeAll(() =>
  workspace.fill({
    owned: [
      { user: 'app' },
      [
        { path: 'etc/motd', uid: 0, gid: 0 },
        { path: 'etc/shadow', uid: 0, gid: 42, mode: '0000' },
        { path: 'home/app', uid: 1000, gid: 1000, mode: '2750', isDirectory: true },
        { path: 'home/app/own', uid: 1000, gid: 1000, mode: '0600' },
        { path: 'srv/suid', uid: 33, gid: 33, mode: '4755' },
      ],
    ],
  }),
);
// What nobody but root may delete must not stop the clean-up.
afterAll(() => {
  workspace.remove();
});

/** Whoever is not root has to have subordinate ids here, as `usermod --add-subuids` grants them. */
describe('owners', () => {
  const LOOK =
    'stat -c "%n %u:%g %a" / /etc/motd /etc/shadow /home/app /home/app/own /srv/suid; touch /work/by && stat -c %u:%g /work/by';
  const OF_IMAGE = [
    ...['/ 0:0 755', '/etc/motd 0:0 644', '/etc/shadow 0:42 0', '/home/app 1000:1000 2750'],
    ...['/home/app/own 1000:1000 600', '/srv/suid 33:33 4755'],
  ];

  it.each(['app', 'root'])("are the image's for %s, whose files outside are ours", (user) => {
    const { stdout } = workspace.sh(`${LOOK}; cat /home/app/own`, { image: 'owned', flags: { user: [user] } });
    expect(stdout.split('\n').slice(0, -1)).toEqual([
      ...OF_IMAGE,
      ...[user === 'app' ? '1000:1000' : '0:0', 'home/app/own'],
    ]);
    expect(statSync(join(workspace.cwd, 'by')).uid).toBe(process.getuid?.());
    rmSync(join(workspace.cwd, 'by'));
  });

  it('let a daemon that starts as root become another user', () => {
    const script =
      'busybox su -s /bin/sh app -c "id -u; id -G; touch /srv/x 2>/dev/null || echo refused"; chown 5:6 /etc/motd && stat -c %u:%g /etc/motd';
    expect(workspace.sh(script, { image: 'owned', flags: { user: ['root'] } })).toEqual({
      status: 0,
      stdout: '1000\n1000 2000\nrefused\n5:6\n',
      stderr: '',
    });
  });

  it('are those of a machine with one id where it grants no more, which is said', () => {
    const [program, ...args] = workspace.commandLine(['sh', '-c', LOOK], { image: 'owned' });
    const alone = ['--user', '--map-root-user', '--mount', '--', program, ...args];
    const { stdout, stderr } = spawnSync('unshare', alone, { encoding: 'utf8', env: workspace.env });
    expect(stdout).toContain('/etc/motd 1000:1000 644\n/etc/shadow 1000:1000 0\n');
    expect(stdout).toContain('/srv/suid 1000:1000 4755\n1000:1000\n');
    expect(stderr.match(/^note: this machine grants you one user id/gm)).toHaveLength(1);
    expect(stderr).toContain('--add-subuids');
  });
});

describe('the kept tree', () => {
  const { images } = workspace;

  it('gets nothing of what a command writes, and is not unpacked again', () => {
    const script =
      'echo x >/etc/passwd; rm -r /home; mkdir /home; chmod 700 /bin; mv /bin/ls /bin/l; ls -A /home; cat /etc/passwd';
    expect(workspace.sh(script)).toEqual({ status: 0, stdout: 'x\n', stderr: '' });
    const before = readdirSync(images).sort();
    expect(workspace.sh('ls /home; ls -ld /bin').stdout).toMatch(/^app\ndrwxr-xr-x /);
    expect(readdirSync(images).sort()).toEqual(before);
  });

  it('is made anew when it was damaged', () => {
    const damaged = readdirSync(images)
      .map((name) => join(images, name, 'tree/not-executable'))
      .filter((path) => existsSync(path));
    for (const path of damaged) writeFileSync(path, 'damaged');
    const { stdout, stderr } = workspace.sh('cat /not-executable; echo whole');
    expect([stdout, stderr]).toEqual(['whole\n', expect.stringContaining('is damaged')]);
  });
});

it('has the capabilities that docker gives root, and no way to more', () => {
  const script =
    'busybox grep -E "^(CapPrm|CapEff|CapBnd|NoNewPrivs)" /proc/self/status; mount -t tmpfs x /tmp 2>/dev/null || echo refused';
  const rows = (caps: string): string =>
    [...['CapPrm', 'CapEff', 'CapBnd'].map((name) => `${name}:\t${caps}`), 'NoNewPrivs:\t1', 'refused', ''].join('\n');
  expect(workspace.sh(script).stdout).toBe(rows('00000000a80425fb'));
  expect(workspace.sh(script, { flags: { user: ['app'] } }).stdout).toBe(rows('0000000000000000'));
});

it('gets no descriptor of a directory or of a namespace above its own', () => {
  const { stdout } = workspace.sh(
    'ls -l /proc/self/fd | busybox sed -n "/ [012] -> /d; s/.* -> //p"; busybox readlink /proc/self/ns/user',
  );
  const [own, ...open] = stdout.trim().split('\n').reverse();
  expect(open.filter((target) => target.startsWith('user:') && target !== own)).toEqual([]);
  expect(
    open.filter((target) => target.startsWith('/') && !target.startsWith('/dev/') && !target.startsWith('/proc/')),
  ).toEqual([]);
});
