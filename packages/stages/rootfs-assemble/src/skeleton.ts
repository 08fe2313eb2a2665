import { type TreeEntry } from '@basewright/tree';

import { utcTimeZone } from './localtime';
import { type Identity, osRelease } from './os-release';

const DIRECTORIES: readonly (readonly [path: string, mode: number])[] = [
  ['/', 0o755],
  ['/bin', 0o755],
  ['/dev', 0o755],
  ['/etc', 0o755],
  // ifup and ifdown run the scripts in these, and say so loudly where one is missing.
  ['/etc/network', 0o755],
  ['/etc/network/if-down.d', 0o755],
  ['/etc/network/if-post-down.d', 0o755],
  ['/etc/network/if-pre-up.d', 0o755],
  ['/etc/network/if-up.d', 0o755],
  ['/home', 0o755],
  // Mount points: a runtime that has to make one changes the image (https://github.com/moby/buildkit/issues/3455).
  ['/proc', 0o555],
  ['/root', 0o700],
  ['/run', 0o755],
  ['/sbin', 0o755],
  ['/sys', 0o555],
  ['/tmp', 0o1777],
  ['/usr', 0o755],
  ['/usr/bin', 0o755],
  ['/usr/sbin', 0o755],
  ['/var', 0o755],
  ['/var/log', 0o755],
  ['/var/spool', 0o755],
  ['/var/tmp', 0o1777],
];

const ROOT = { uid: 0, gid: 0, origin: "the image's skeleton" };

/** What every image has, whoever its users are: directories, and the files that no other stage makes. */
export function skeletonEntries(): TreeEntry[] {
  return [
    ...DIRECTORIES.map(([path, mode]): TreeEntry => ({ type: 'directory', path, mode, ...ROOT })),
    // BusyBox's daemons write their process ids to /var/run.
    { type: 'symlink', path: '/var/run', mode: 0o777, target: '../run', ...ROOT },
    file('/etc/hosts', Buffer.from('127.0.0.1\tlocalhost\n::1\tlocalhost\n')),
    // Empty: the place runtimes mount theirs over; an absent one could not be mounted on a read-only root.
    file('/etc/resolv.conf', Buffer.alloc(0)),
    file('/etc/localtime', utcTimeZone()),
  ];
}

/**
 * What the image is, for an author may know better. By the first scanners know whose packages are in it; trivy, of Debian's, by
 * the second alone (https://github.com/aquasecurity/trivy/blob/main/pkg/fanal/analyzer/os/debian/debian.go).
 */
export function identityEntries(identity: Identity): TreeEntry[] {
  const { debian } = identity;
  return [
    file('/etc/os-release', Buffer.from(osRelease(identity))),
    ...(debian === null ? [] : [file('/etc/debian_version', Buffer.from(debian.version))]),
  ];
}

function file(path: string, bytes: Uint8Array): TreeEntry {
  return { type: 'file', path, mode: 0o644, content: { bytes }, ...ROOT };
}
