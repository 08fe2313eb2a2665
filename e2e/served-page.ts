import { spawnSync } from 'node:child_process';

/**
 * The page `http://127.0.0.1/` of a server that runs in the tree of an image, alone in a network of its own, which it
 * may use every port of, as in Docker. The root file system is read-only but for /tmp. Throws with what the server said.
 */
export function servedPage(tree: string, uid: number, command: readonly string[]): string {
  const server = [
    ...['bwrap', '--die-with-parent', '--unshare-user', '--unshare-pid', '--uid', String(uid), '--gid', String(uid)],
    ...['--ro-bind', tree, '/', '--dev', '/dev', '--proc', '/proc', '--tmpfs', '/tmp', '--clearenv', '--', ...command],
  ];
  const { status, stdout, stderr, error } = spawnSync(
    'bwrap',
    [
      ...['--die-with-parent', '--unshare-user', '--unshare-net', '--uid', '0', '--gid', '0', '--cap-add', 'ALL'],
      ...['--dev-bind', '/', '/', process.execPath, '-e', CLIENT, JSON.stringify(server)],
    ],
    { encoding: 'utf8', timeout: 60_000 },
  );
  if (status !== 0) throw new Error(`${command.join(' ')}: ${error?.message ?? stderr}`);
  return stdout;
}

/** Runs in the server's network: starts it, and asks until it answers. */
const CLIENT = `
  const { spawn } = require('node:child_process');
  const { fstatSync, openSync, readSync, unlinkSync, writeFileSync } = require('node:fs');
  const { tmpdir } = require('node:os');
  const { setTimeout: sleep } = require('node:timers/promises');
  writeFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', '0');
  const [program, ...args] = JSON.parse(process.argv[1]);
  // Servers open /dev/stderr again, as they can a file or a pipe, but not the sockets that Node would make.
  const path = tmpdir() + '/basewright-served-' + process.ppid;
  const log = openSync(path, 'w+');
  unlinkSync(path);
  const server = spawn(program, args, { stdio: ['ignore', log, log] });
  const fail = () => {
    const said = Buffer.alloc(fstatSync(log).size);
    readSync(log, said, 0, said.length, 0);
    process.stderr.write(said, () => process.exit(1));
  };
  server.on('exit', fail);
  (async () => {
    for (let tries = 0; tries < 100; tries++) {
      const page = await fetch('http://127.0.0.1/').then((answer) => answer.text(), () => undefined);
      if (page === undefined) await sleep(50);
      else return process.stdout.write(page, () => process.exit(0));
    }
    fail();
  })();
`;
