/**
 * Which services glibc asks for which kind of name (nsswitch.conf(5)): files first, then DNS for hosts. Every
 * database is spelt out, so that no default of glibc's, some of which still name NIS, applies.
 */
const NSS_DATABASES: Readonly<Record<string, readonly string[]>> = {
  passwd: ['files'],
  group: ['files'],
  shadow: ['files'],
  gshadow: ['files'],
  hosts: ['files', 'dns'],
  networks: ['files'],
  protocols: ['files'],
  services: ['files'],
  ethers: ['files'],
  rpc: ['files'],
};

/** Services that are part of libc.so since glibc 2.34: an image works without their files. */
const BUILT_IN: readonly string[] = ['files', 'dns'];

/** A module of NSS that nsswitch.conf names. */
export interface NssModule {
  readonly soname: string;
  /** `nsswitch.conf: hosts`, for each database that names it. */
  readonly reasons: readonly string[];
  /** The C library does without the file. */
  readonly builtIn: boolean;
}

/** The text of /etc/nsswitch.conf for an image whose author brings none. */
export function nsswitchText(): string {
  const lines = Object.entries(NSS_DATABASES).map(([database, services]) => `${database}: ${services.join(' ')}\n`);
  return `# Where the C library looks names up: files in /etc, and DNS for hosts.\n${lines.join('')}`;
}

/** The modules that implement the services which the text of an nsswitch.conf names, in its order. */
export function nssModules(text: string): NssModule[] {
  const modules = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [, database, services = ''] = /^\s*(\w+)\s*:([^#]*)/.exec(line) ?? [];
    // Actions such as [NOTFOUND=return] stand between services.
    for (const service of services
      .replace(/\[[^\]]*\]/g, ' ')
      .split(/\s+/)
      .filter(Boolean)) {
      modules.set(service, [...(modules.get(service) ?? []), `nsswitch.conf: ${database ?? ''}`]);
    }
  }
  return [...modules].map(([service, reasons]) => ({
    soname: `libnss_${service}.so.2`,
    reasons: [...new Set(reasons)],
    builtIn: BUILT_IN.includes(service),
  }));
}
