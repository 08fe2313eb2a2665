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

/** The text of /etc/nsswitch.conf. */
export function nsswitchText(): string {
  const lines = Object.entries(NSS_DATABASES).map(([database, services]) => `${database}: ${services.join(' ')}\n`);
  return `# Where the C library looks names up: files in /etc, and DNS for hosts.\n${lines.join('')}`;
}

/** The modules that implement the services, by SONAME, each with the databases that name it, as reasons. */
export function nssModules(): ReadonlyMap<string, readonly string[]> {
  const modules = new Map<string, string[]>();
  for (const [database, services] of Object.entries(NSS_DATABASES)) {
    for (const service of services) {
      const soname = `libnss_${service}.so.2`;
      modules.set(soname, [...(modules.get(soname) ?? []), `nsswitch.conf: ${database}`]);
    }
  }
  return modules;
}
