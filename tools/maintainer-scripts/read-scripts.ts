import { BasewrightError, log, type Store } from '@basewright/core';
import { type Apt, configurationOrder, parseStanzas, type ShippedPackage, shippedPackages } from '@basewright/debian';
import { type InstalledNode, packageEffects, type PackageToInstall, type ScriptLine } from '@basewright/effects';

/** What the scripts of packages come to, and the packages that nobody has now. */
export interface Survey {
  /** How many are read. */
  readonly packages: number;
  readonly missing: readonly string[];
  readonly lines: readonly ScriptLine[];
}

/** Reads the scripts of packages as if all were installed on an empty image of amd64. */
export async function readScripts(names: readonly string[], apt: Apt, store: Store): Promise<Survey> {
  const missing: string[] = [];
  const shipped: ShippedPackage[] = [];
  for (const [at, one] of (await apt.knownPackages(names)).entries()) {
    log.debug(`${at + 1} of ${names.length}: ${one.name}`);
    try {
      shipped.push(...(await shippedPackages(store, {}, [one])));
    } catch (failure) {
      if (!(failure instanceof BasewrightError)) throw failure;
      missing.push(one.name);
    }
  }
  const order = configurationOrder(shipped.flatMap(({ control }) => parseStanzas(control)));
  const packages = shipped
    .sort((a, b) => order.indexOf(a.package.name) - order.indexOf(b.package.name))
    .map((one) => toInstall(one));
  const { lines } = await packageEffects(packages, {
    ...{
      nodes: [],
      users: [],
      groups: [],
      reserved: [],
      certificates: [],
      architecture: 'amd64',
      multiarch: 'x86_64-linux-gnu',
    },
    isWanted: (path) => !path.startsWith('/usr/share/man/') && !path.startsWith('/usr/share/doc/'),
  });
  return { packages: shipped.length, missing, lines };
}

function toInstall({ package: { name }, scripts, triggers, entries }: ShippedPackage): PackageToInstall {
  const nodes = entries.map(({ path, type, mode, target, source, size }): [string, InstalledNode] => [
    path.replace(/^\/(?=(bin|lib|lib64|sbin)\/)/, '/usr/'),
    {
      ...{ type: type === 'hardlink' ? 'file' : type, mode, owner: '0', group: '0', madeBy: null },
      ...(type === 'symlink' ? { target: target ?? '' } : {}),
      ...(source === undefined ? {} : { content: { file: source, size } }),
    },
  ]);
  return { name, scripts, triggers, nodes: new Map(nodes) };
}
