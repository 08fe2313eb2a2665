import { type LibcLimit, packageSettings } from '@basewright/libcs';

import { holds } from './kconfig/holds';
import { type Kconfig, type Values } from './kconfig/model';
import { type Request } from './request';

/** What a finished configuration is compiled with. */
export interface CompiledWith {
  /** Of the libc. */
  readonly limits: readonly LibcLimit[];
  /** Debian packages of the platform in the build root, by name. */
  readonly packages: ReadonlySet<string>;
}

/** What development packages ask for. Two that ask for words in one symbol get both. */
export function packageRequests(packages: Iterable<string>): Request[] {
  const requests = new Map<string, Request>();
  for (const name of packages) {
    for (const [symbol, word] of Object.entries(packageSettings(name))) {
      const before = requests.get(symbol)?.value;
      const value = before === undefined ? word : `${before} ${word}`;
      requests.set(symbol, { symbol, value, from: `needed with ${name}` });
    }
  }
  return [...requests.values()];
}

/** One line per value of a finished configuration that cannot be built on the libc, whoever asked for it. */
export function limitProblems(
  kconfig: Kconfig,
  values: Values,
  requests: readonly Request[],
  { limits, packages }: CompiledWith,
): string[] {
  return limits.flatMap((limit) => {
    if (!isReached(kconfig, values, limit)) return [];
    const lacking = lackingWith(limit, values, packages);
    if (lacking === null) return [];
    const { symbol, value, libc, reason } = limit;
    const from = requests.find((request) => request.symbol === symbol)?.from ?? 'by default';
    const what = value === 'set' ? `"${values.get(symbol) ?? ''}"` : value;
    return [`CONFIG_${symbol}: ${what} cannot be built on ${libc}: ${reason} (${from}); ${lacking}`];
  });
}

function isReached(kconfig: Kconfig, values: Values, { symbol, value, compiledFor }: LibcLimit): boolean {
  const known = kconfig.get(symbol);
  if (known === undefined) return false;
  const got = values.get(symbol) ?? 'n';
  if (value === 'set') return known.type === 'string' && values.get(symbol) !== undefined && values.get(symbol) !== '';
  // What a dependency rules out is n as well, and nothing then is compiled otherwise.
  if (got !== value || (value === 'n' && !holds(known.requires, values))) return false;
  return compiledFor === null || compiledFor.some((name) => values.get(name) === 'y');
}

/** What to write into image.json; null where a package is there, and named as it has to be. */
function lackingWith(limit: LibcLimit, values: Values, packages: ReadonlySet<string>): string | null {
  const { symbol, value, package: name } = limit;
  const other = value === 'n' ? `"set": { "${symbol}": true }` : `"unset": ["${symbol}"]`;
  const without = value === 'set' ? `"set": { "${symbol}": "" }` : other;
  if (name === null) return `write ${without} under "busybox"`;
  if (!packages.has(name)) return `write ${without} or "packages": ["${name}"] under "busybox"`;
  const unset = Object.entries(packageSettings(name)).filter(
    ([setting, word]) => !(values.get(setting) ?? '').split(' ').includes(word),
  );
  if (unset.length === 0) return null;
  return unset.map(([setting, word]) => `with ${name}, CONFIG_${setting} has to hold ${word}`).join('; ');
}
