import { type MissingPlaces } from '@basewright/oci';
import { type Bind } from '@basewright/sandbox';

import { type Container } from './container';

/** What a container's files are: an unpacked image, and what is mounted over it. */
export interface ContainerFiles {
  readonly tree: string;
  readonly binds: readonly Bind[];
  /** What is made in it before it is mounted. */
  readonly missing?: MissingPlaces;
}

/** The descriptors of the namespaces, in the processes that are started. */
export const OUTER_FD = 4;
const INNER_FD = 5;

/**
 * Enters the namespaces around bubblewrap, of which that of users is there already. bubblewrap does not pass signals on and
 * dies of them; as the first process of a namespace of processes it is immune to those nobody handles. unshare waits through
 * SIGINT and SIGTERM, and goes when we go.
 */
export function outerNamespaces(hasManyIds: boolean): string[] {
  return [
    // With one id we are root there already, and nobody may set groups.
    ...['nsenter', `--user=/proc/self/fd/${OUTER_FD}`, ...(hasManyIds ? [] : ['--preserve-credentials']), '--'],
    ...['setpriv', '--pdeathsig', 'KILL', '--'],
    ...['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--'],
  ];
}

/** What begins as root of the outer namespace and goes on as the user of the command, and its groups. */
export function asUserOf({ user, groups }: Container): string[] {
  const further = groups.length === 0 ? '--clear-groups' : `--groups=${groups.join(',')}`;
  return ['setpriv', '--reuid', String(user.uid), '--regid', String(user.gid), further, '--'];
}

/**
 * bubblewrap's arguments for a container, up to the command. The command is the first process of a namespace of its own,
 * as in docker: init and tini ask for it. `hasManyIds`: in a namespace of users that we have made, else in one with a single
 * id. With `init` bubblewrap is, and waits for processes that nobody else does.
 */
export function containerArguments(
  { tree, binds }: ContainerFiles,
  container: Container,
  hasManyIds = false,
): string[] {
  const { user, environment, cwd, network, hostname, init, terminal } = container;
  const variables = Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value]);
  const mounts = binds.flatMap(({ from, to, writable }) => [writable === true ? '--bind' : '--ro-bind', from, to]);
  return [
    ...(hasManyIds ? ['--userns', String(INNER_FD)] : ['--unshare-user']),
    ...['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...(init ? [] : ['--as-pid-1']),
    // Without a terminal of its own it could type into ours, which /dev/tty is.
    ...(terminal ? [] : ['--new-session']),
    ...(network ? [] : ['--unshare-net']),
    ...['--uid', String(user.uid), '--gid', String(user.gid), '--hostname', hostname],
    ...['--clearenv', ...variables],
    ...capabilityOptions(user.uid),
    ...['--bind', tree, '/', '--dev', '/dev', '--proc', '/proc', '--ro-bind', '/sys', '/sys'],
    ...mounts,
    ...['--chdir', cwd],
  ];
}

/** The capabilities that docker gives a container's root: DefaultCapabilities of https://github.com/moby/moby/blob/master/daemon/pkg/oci/caps/defaults.go */
const OF_ROOT = [
  ...['CHOWN', 'DAC_OVERRIDE', 'FSETID', 'FOWNER', 'MKNOD', 'NET_RAW', 'SETGID', 'SETUID', 'SETFCAP', 'SETPCAP'],
  ...['NET_BIND_SERVICE', 'SYS_CHROOT', 'KILL', 'AUDIT_WRITE'],
];

/** bubblewrap's options: root has what docker gives it, in the container's own namespace, anybody else nothing. */
function capabilityOptions(uid: number): string[] {
  const kept = uid === 0 ? OF_ROOT : [];
  return ['--cap-drop', 'ALL', ...kept.flatMap((name) => ['--cap-add', `CAP_${name}`])];
}
