import { packageName, type Platform, type Store } from '@basewright/core';

import { packagesWithFile } from './contents';
import { type Lock } from './lock/lock-file';
import { fileInPackage, unpacked } from './package-files';
import { openAptFor } from './pinned-packages';
import { type PinnedSet } from './pinned-set';
import { type DebianSettings } from './settings';

/** The C library, the compiler's runtime, and what most programs lack besides: no index is read for them. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/^libstdc\+\+\.so\.6$/, 'libstdc++6'],
  [/^libgcc_s\.so\.1$/, 'libgcc-s1'],
  [/^libz\.so\.1$/, 'zlib1g'],
  [/^(ld-linux.*|ld64|lib(c|dl|m|pthread|resolv|rt|util))\.so\.\d$/, 'libc6'],
];

/** The package that has a library which most programs need; null for any other. */
export function knownPackage(library: string): string | null {
  return KNOWN.find(([pattern]) => pattern.test(library))?.[1] ?? null;
}

/**
 * What a package with a library is called by Debian Policy 8.1, most likely first: `libssl3t64` (since time_t has 64 bits)
 * and `libssl3` of libssl.so.3, `libpcre2-8-0` of libpcre2-8.so.0. Many are called otherwise.
 */
export function conventionalNames(library: string): string[] {
  const [, base, version] = /^(.+)\.so\.([\w.+-]+)$/.exec(library) ?? [];
  if (base === undefined || version === undefined) return [];
  const name = `${base}${/\d$/.test(base) ? '-' : ''}${version}`.toLowerCase().replaceAll('_', '-');
  return packageName.safeParse(name).success ? [`${name}t64`, name] : [];
}

/** Where packages are looked for. */
interface Suite {
  readonly store: Store;
  readonly settings: DebianSettings;
}

/**
 * The package that has a library as its file name, where the loader looks for it: one that is called as convention has it,
 * else by the index of files; null where the suite has none. Throws UNREACHABLE where an index is needed that cannot be had.
 */
export async function packageOfLibrary(library: string, platform: Platform, suite: Suite): Promise<string | null> {
  return (
    knownPackage(library) ?? (await byConvention(library, platform, suite)) ?? (await byIndex(library, platform, suite))
  );
}

async function byConvention(library: string, platform: Platform, { store, settings }: Suite): Promise<string | null> {
  const { debianArch, multiarch } = platform;
  const apt = await openAptFor({ architectures: [], native: debianArch }, store, settings);
  const known = await apt.knownPackages(conventionalNames(library));
  for (const one of await unpacked(store, settings, known)) {
    for (const directory of [`/usr/lib/${multiarch}`, `/lib/${multiarch}`, '/usr/lib', '/lib']) {
      if ((await fileInPackage(one, `${directory}/${library}`)) !== undefined) return one.package.name;
    }
  }
  return null;
}

async function byIndex(
  library: string,
  { multiarch, debianArch }: Platform,
  { store, settings }: Suite,
): Promise<string | null> {
  const name = library.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const matching = new RegExp(`^/(usr/)?lib/(${multiarch}/)?${name}$`);
  const found = await packagesWithFile(store, settings, debianArch, { containing: library, matching });
  // Of several the plainest name.
  const [best] = found.flatMap(({ packages }) => packages).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return best ?? null;
}

const PURPOSE = 'needs';

/** What every set of {@link neededSet} for a platform is for, or for a part of. */
export function needsOf({ debianArch }: Platform): string {
  return `${PURPOSE}/${debianArch}`;
}

/** The package with a library that programs need: it alone, since what its own libraries need is found by reading them. */
export function neededSet(library: string, name: string, platform: Platform): PinnedSet {
  return {
    purpose: `${needsOf(platform)}/${library}`,
    names: [name],
    architectures: [],
    native: platform.debianArch,
    archives: true,
    alone: true,
    pinnedBy: '--image=NAME',
  };
}

/** The sets of {@link neededSet} that a lock pins, by library. */
export function pinnedNeeds(lock: Lock | null, platform: Platform): ReadonlyMap<string, PinnedSet> {
  const begin = `${needsOf(platform)}/`;
  const sets = Object.values(lock?.sets ?? {}).filter(({ request }) => request.for.startsWith(begin));
  return new Map(
    sets.flatMap(({ request }): [string, PinnedSet][] => {
      const library = request.for.slice(begin.length);
      const names = Array.isArray(request['names']) ? (request['names'] as unknown[]) : [];
      const [name] = names;
      return typeof name === 'string' ? [[library, neededSet(library, name, platform)]] : [];
    }),
  );
}
