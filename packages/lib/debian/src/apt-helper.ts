import { plainEnvironment } from '@basewright/core';

/** Part of apt, and the reader of whatever compression Debian packs its indexes and archives in: `apt-helper cat-file`. */
export const APT_HELPER = '/usr/lib/apt/apt-helper';

/** apt takes proxies from its configuration, and from the environment. */
export function aptEnvironment(): Record<string, string> {
  const names = ['http_proxy', 'https_proxy', 'ftp_proxy', 'all_proxy', 'no_proxy', 'APT_CONFIG'];
  const given = names.flatMap((name) => {
    const value = process.env[name] ?? process.env[name.toUpperCase()];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...plainEnvironment(), ...Object.fromEntries(given) };
}
