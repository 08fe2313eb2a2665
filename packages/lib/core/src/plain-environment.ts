/** The environment programs get by default: the locale fixed, nothing of the user's but where programs are. */
export function plainEnvironment(): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: process.env['HOME'] ?? '/',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
  };
}
