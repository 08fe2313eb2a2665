/** The capabilities that docker gives a container's root: DefaultCapabilities of https://github.com/moby/moby/blob/master/daemon/pkg/oci/caps/defaults.go */
const OF_ROOT = [
  ...['CHOWN', 'DAC_OVERRIDE', 'FSETID', 'FOWNER', 'MKNOD', 'NET_RAW', 'SETGID', 'SETUID', 'SETFCAP', 'SETPCAP'],
  ...['NET_BIND_SERVICE', 'SYS_CHROOT', 'KILL', 'AUDIT_WRITE'],
];

/** bubblewrap's options: root has what docker gives it, in the container's own namespace, anybody else nothing. */
export function capabilityOptions(uid: number): string[] {
  const kept = uid === 0 ? OF_ROOT : [];
  return ['--cap-drop', 'ALL', ...kept.flatMap((name) => ['--cap-add', `CAP_${name}`])];
}
