import { type Bind } from '@basewright/hermetic';

import { type Container } from './container';

/** What a container's files are: an unpacked image, which it may change, and what is mounted over it. */
export interface ContainerFiles {
  readonly tree: string;
  readonly binds: readonly Bind[];
}

/**
 * The namespaces around bubblewrap. It does not pass signals on and dies of them; as the first process of a namespace
 * of processes it is immune to those nobody handles. unshare waits through SIGINT and SIGTERM, and goes when we go.
 */
export const OUTER_NAMESPACES: readonly string[] = [
  ...['setpriv', '--pdeathsig', 'KILL', '--'],
  ...['unshare', '--user', '--map-root-user', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--'],
];

/**
 * bubblewrap's arguments for a container, up to the command. The command is the first process of a namespace of its own,
 * as in docker: init and tini ask for it. With `init` bubblewrap is, and waits for processes that nobody else does.
 */
export function containerArguments({ tree, binds }: ContainerFiles, container: Container): string[] {
  const { user, environment, cwd, network, hostname, init, terminal } = container;
  const variables = Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value]);
  const mounts = binds.flatMap(({ from, to, writable }) => [writable === true ? '--bind' : '--ro-bind', from, to]);
  return [
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...(init ? [] : ['--as-pid-1']),
    // Without a terminal of its own it could type into ours, which /dev/tty is.
    ...(terminal ? [] : ['--new-session']),
    ...(network ? [] : ['--unshare-net']),
    ...['--uid', String(user.uid), '--gid', String(user.gid), '--hostname', hostname],
    ...['--clearenv', ...variables],
    ...['--bind', tree, '/', '--dev', '/dev', '--proc', '/proc', '--ro-bind', '/sys', '/sys'],
    ...mounts,
    ...['--chdir', cwd],
  ];
}
