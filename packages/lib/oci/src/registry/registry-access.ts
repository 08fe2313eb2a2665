/** A repository of a registry, and how to get there. */
export interface RegistryAccess {
  /** `localhost:5000/base` */
  readonly repository: string;
  /** Allow plain HTTP and certificates that cannot be verified. */
  readonly insecure: boolean;
  /** Absolute path of the directory with certificates, or null for the system's. */
  readonly certDir: string | null;
}

/** Whether a repository is one of this machine: there plain HTTP is allowed, as docker has it. */
export function isThisMachine(repository: string): boolean {
  const { hostname } = new URL(`http://${repository}`);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** skopeo's options to get to a registry; of a copy, which has two sides, those of one. */
export function accessOptions({ insecure, certDir }: RegistryAccess, side?: 'src' | 'dest'): string[] {
  const prefix = side === undefined ? '--' : `--${side}-`;
  return [`${prefix}tls-verify=${String(!insecure)}`, ...(certDir === null ? [] : [`${prefix}cert-dir`, certDir])];
}
