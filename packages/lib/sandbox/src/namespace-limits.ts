import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A kernel setting that can forbid user namespaces. */
interface Limit {
  readonly name: string;
  /** The value that forbids them, and one that does not. */
  readonly refuses: string;
  readonly allows: string;
  readonly known: string;
}

/**
 * bubblewrap's README ("User namespaces"), Ubuntu's release notes of 23.10 ("unprivileged user namespace
 * restrictions") and user_namespaces(7).
 */
const LIMITS: readonly Limit[] = [
  { name: 'kernel.unprivileged_userns_clone', refuses: '0', allows: '1', known: 'Debian up to 10, hardened kernels' },
  { name: 'kernel.apparmor_restrict_unprivileged_userns', refuses: '1', allows: '0', known: 'Ubuntu from 23.10 on' },
  { name: 'user.max_user_namespaces', refuses: '0', allows: '15000', known: 'RHEL 7, hardened hosts' },
];

/** What to change on a machine that refuses user namespaces: the setting in force, or all that could be. */
export async function allowNamespaces(
  read: (setting: string) => Promise<string | null> = readSetting,
): Promise<string> {
  const values = await Promise.all(LIMITS.map(async (limit) => ({ limit, value: await read(limit.name) })));
  const inForce = values.filter(({ limit, value }) => value === limit.refuses).map(({ limit }) => limit);
  if (inForce.length === 0) {
    return 'no kernel setting forbids them: inside a container, start it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined';
  }
  return inForce
    .map(
      ({ name, refuses, allows, known }) =>
        `${name} is ${refuses} here (${known}); as root: sysctl -w ${name}=${allows}\n` +
        `to keep it: echo ${name}=${allows} >/etc/sysctl.d/60-basewright.conf`,
    )
    .join('\n');
}

/** A kernel setting by its name in sysctl(8); null where the kernel has none of that name. */
async function readSetting(name: string): Promise<string | null> {
  const path = join('/proc/sys', ...name.split('.'));
  return readFile(path, 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
}
