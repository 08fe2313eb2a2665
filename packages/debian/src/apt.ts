import { join } from 'node:path';

import {
  BasewrightError,
  type DebianPackage,
  didYouMean,
  digestOf,
  exec,
  type ExecResult,
  hostDebianArch,
  type Store,
  withLock,
} from '@basewright/core';

import { aptOptions, type AptView, sourcesList } from './apt-options';
import { parseStanzas, type Stanza } from './deb822';
import { byNameAndArchitecture, parsePrintUris } from './print-uris';
import { FRESH_MS, type Indexes, refreshIndexes } from './refresh-indexes';
import { type DebianSettings, type ResolvedSettings, resolveSettings } from './settings';

/** apt-cache ends with this when it does not know one of several names. */
const NOT_ALL_KNOWN = 100;

/** An apt of our own: private state, no root, any architecture. */
export interface Apt {
  readonly settings: ResolvedSettings;
  /** The closure of packages under Depends, as if nothing were installed. Names may carry `:arch` and `=version`. */
  resolve(names: readonly string[]): Promise<DebianPackage[]>;
  /**
   * The candidate of one package, without what it depends on. A package that is for every architecture answers to any
   * `:arch`. Throws NOT_FOUND, with the nearest name, or with the architectures at hand that have the package.
   */
  packageFor(name: string): Promise<DebianPackage>;
  /** {@link packageFor} of many at once, sorted by name: one question to apt instead of one for each. */
  packagesFor(names: readonly string[]): Promise<DebianPackage[]>;
  /** The names of the source packages that packages are built from, by their own. */
  sourcesOf(names: readonly string[]): Promise<Map<string, string>>;
  /** What the index says of the candidates of packages, those it has: name, dependencies, everything. */
  describe(names: readonly string[]): Promise<Stanza[]>;
  /** Every version of some packages that the suite offers now. */
  versionsOf(names: readonly string[]): Promise<DebianPackage[]>;
  /** Runs an apt program with the private configuration. */
  run(
    program: 'apt-get' | 'apt-cache',
    args: readonly string[],
    options?: { cwd?: string; purpose?: string; okExitCodes?: readonly number[] },
  ): Promise<ExecResult>;
  /** Asks the mirror for new indexes where those at hand are older than so many milliseconds. Default: in any case. */
  refresh(olderThan?: number): Promise<void>;
}

/**
 * An apt for the binary packages of a suite. `architectures` are Debian's names. `native` is added first: a package
 * named without an architecture is one for it.
 */
export async function openApt(
  store: Store,
  settings: DebianSettings,
  architectures: readonly string[],
  native: string | null = hostDebianArch(),
): Promise<Apt> {
  const all = [...new Set([...(native === null ? [] : [native]), ...architectures])];
  const resolved = await resolveSettings(settings);
  return openView(store, { settings: resolved, suites: [resolved.suite], kind: 'deb', architectures: all });
}

/** An apt for source packages, of several suites at once. */
export async function openSourceApt(store: Store, settings: DebianSettings, suites: readonly string[]): Promise<Apt> {
  const resolved = await resolveSettings(settings);
  return openView(store, { settings: resolved, suites, kind: 'deb-src', architectures: [hostDebianArch() ?? 'amd64'] });
}

async function openView(store: Store, view: AptView): Promise<Apt> {
  const root = join(store.apt, digestOf(view).slice(0, 16));
  const lock = { path: join(store.locks, `apt-${digestOf(view).slice(0, 16)}`) };
  const run: Apt['run'] = (program, args, options = {}) => exec(program, [...aptOptions(root, view), ...args], options);
  const indexes: Indexes = {
    root,
    sources: sourcesList(view),
    what: `the package indexes of ${view.suites.join(', ')} (${view.kind}, ${view.architectures.join(', ')})`,
    without: 'once the store is filled, builds need neither',
    run: (args, purpose) => run('apt-get', args, { purpose }),
  };
  const refresh: Apt['refresh'] = (olderThan = 0) => withLock(lock, () => refreshIndexes(indexes, olderThan));
  await refresh(FRESH_MS);
  const packageFor: Apt['packageFor'] = async (name) =>
    (await candidate(run, name)) ?? (await refuseUnknown(run, view, name));
  return {
    settings: view.settings,
    run,
    refresh,
    resolve: async (names) => {
      const purpose = `resolve the Debian packages ${names.join(' ')}`;
      const { stdout } = await run('apt-get', ['install', '--print-uris', '-qq', '-y', ...names], { purpose });
      return parsePrintUris(stdout);
    },
    packageFor,
    packagesFor: async (names) => {
      if (names.length === 0) return [];
      const known = await show(run, ['show', '--no-all-versions', ...names]);
      const all = await Promise.all(
        names.map(
          async (name) => known.find((one) => `${one.name}:${one.architecture}` === name) ?? (await packageFor(name)),
        ),
      );
      return all.sort(byNameAndArchitecture);
    },
    sourcesOf: async (names) => {
      const { stdout } = await run('apt-cache', ['show', '--no-all-versions', ...names]);
      // `Source: pcre2 (10.45-1)`; a package that is named as its source does not say.
      return new Map(
        parseStanzas(stdout).map(({ Package: name = '', Source: from }) => [name, from?.split(' ')[0] ?? name]),
      );
    },
    versionsOf: async (names) => (names.length === 0 ? [] : show(run, ['show', ...names])),
    describe: async (names) => {
      const okExitCodes = [0, NOT_ALL_KNOWN];
      const { stdout } = await run('apt-cache', ['show', '--no-all-versions', ...names], { okExitCodes });
      return parseStanzas(stdout);
    },
  };
}

/** What apt says of packages; of those that it does not know, nothing. */
async function show(run: Apt['run'], args: readonly string[]): Promise<DebianPackage[]> {
  const { stdout } = await run('apt-cache', args, { okExitCodes: [NOT_ALL_KNOWN] });
  return parseStanzas(stdout).flatMap(toPackage);
}

/** The package as asked for; one of architecture `all` is listed under its plain name only. */
async function candidate(run: Apt['run'], name: string): Promise<DebianPackage | undefined> {
  const [exact] = await show(run, ['show', '--no-all-versions', name]);
  if (exact !== undefined) return exact;
  const plain = await show(run, ['show', '--no-all-versions', name.replace(/:.*/, '')]);
  return plain.find(({ architecture }) => architecture === 'all');
}

async function refuseUnknown(run: Apt['run'], view: AptView, wanted: string): Promise<never> {
  const [name = '', architecture] = wanted.split(':');
  const suites = view.suites.join(', ');
  const others = [...new Set((await show(run, ['show', name])).map((one) => one.architecture))];
  if (architecture !== undefined && others.length > 0) {
    throw new BasewrightError(
      'NOT_FOUND',
      `cannot find the Debian package ${name} for ${architecture}: ${suites} has it for ${others.join(', ')}, not for that`,
    );
  }
  const { stdout } = await run('apt-cache', ['pkgnames']);
  throw new BasewrightError(
    'NOT_FOUND',
    `cannot find the Debian package ${name}: ${suites} has none of that name${didYouMean(name, stdout.trim().split('\n'))}`,
  );
}

function toPackage(stanza: Stanza): DebianPackage[] {
  const { Package: name, Version: version, Architecture: architecture, SHA256: sha256, Size: size } = stanza;
  if (name === undefined || version === undefined || architecture === undefined || sha256 === undefined) return [];
  return [{ name, version, architecture, sha256, size: Number(size) }];
}
