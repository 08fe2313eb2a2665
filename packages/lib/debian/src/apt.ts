import { basename, join } from 'node:path';

import { type DebianPackage } from '@basewright/contracts';
import {
  BasewrightError,
  didYouMean,
  digestOf,
  exec,
  type ExecResult,
  hostDebianArch,
  type Store,
  withLock,
} from '@basewright/core';

import { aptEnvironment } from './apt-helper';
import { aptOptions, type AptPlaces, type AptView, sourcesList, suitesOf } from './apt-options';
import { parseStanzas, type Stanza } from './deb822';
import { parsePrintUris } from './print-uris';
import {
  FRESH_MS,
  type Indexes,
  refreshIndexes,
  refuseUnread,
  releaseDigests,
  type UnreadIndex,
} from './refresh-indexes';
import { type Archive, type DebianSettings, type ResolvedSettings, resolveSettings } from './settings';

/** apt-cache ends with this when it does not know one of several names. */
const NOT_ALL_KNOWN = 100;

/** An apt of our own: private state, no root, any architecture. */
export interface Apt {
  readonly settings: ResolvedSettings;
  /** The archives it sees. */
  readonly archives: readonly Archive[];
  /** The closure of packages under Depends, as if nothing were installed. Names may carry `:arch` and `=version`. */
  resolve(names: readonly string[]): Promise<DebianPackage[]>;
  /**
   * The candidate of one package, without what it depends on. A package that is for every architecture answers to any
   * `:arch`. Throws NOT_FOUND, with the nearest name, or with the architectures at hand that have the package.
   */
  packageFor(name: string): Promise<DebianPackage>;
  /** {@link packageFor} of many at once, sorted by name: one question to apt instead of one for each. */
  packagesFor(names: readonly string[]): Promise<DebianPackage[]>;
  /** {@link packagesFor}, without those that the archives do not have. */
  knownPackages(names: readonly string[]): Promise<DebianPackage[]>;
  /** The names of the source packages that packages are built from, by their own. */
  sourcesOf(names: readonly string[]): Promise<Map<string, string>>;
  /** What the index says of the candidates of packages, those it has: name, dependencies, everything. */
  describe(names: readonly string[]): Promise<Stanza[]>;
  /** Every version of some packages that the archives offer now, with all the index says. */
  versionsOf(names: readonly string[]): Promise<Stanza[]>;
  /** Indexes that it has to do without, where it was opened to bear that. */
  readonly unread: readonly UnreadIndex[];
  /** The sha256 of the InRelease of each suite that all this is read from, by archive. */
  releases(): Promise<Record<string, Record<string, string>>>;
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
 * An apt for the binary packages of a suite, its updates and its security updates. `architectures` are Debian's names.
 * `native` is added first: a package named without an architecture is one for it.
 */
export async function openApt(
  store: Store,
  settings: DebianSettings,
  architectures: readonly string[],
  native: string | null = hostDebianArch(),
): Promise<Apt> {
  const all = [...(native === null ? [] : [native]), ...architectures];
  return openAptOf(store, await resolveSettings(settings), all);
}

/**
 * An apt for the binary packages of archives. The first architecture is the native one. A `tolerant` one does without
 * indexes that cannot be had, and says so in `unread`.
 */
export function openAptOf(
  store: Store,
  settings: ResolvedSettings,
  architectures: readonly string[],
  tolerant = false,
): Promise<Apt> {
  const view: AptView = { archives: settings.archives, kind: 'deb', architectures: [...new Set(architectures)] };
  return openView(store, settings, view, tolerant);
}

/** An apt for source packages, of several suites of the same archive at once. */
export async function openSourceApt(store: Store, settings: DebianSettings, suites: readonly string[]): Promise<Apt> {
  const resolved = await resolveSettings(settings);
  const archives = [{ ...resolved.archives[0], suites }];
  return openView(store, resolved, { archives, kind: 'deb-src', architectures: [hostDebianArch() ?? 'amd64'] });
}

/** How apt is asked for indexes: what a mirror has wrong it will have wrong a moment later, too. */
export const UPDATE = ['update', '-qq', '-o', 'APT::Update::Error-Mode=any', '-o', 'Acquire::Retries=1'] as const;

function packagesOf(architecture: string): string {
  return `binary-${architecture}/Packages`;
}

/** Where indexes of archives are kept, once for all that read them, and the state of one of those readers. */
export function aptPlaces(store: Store, archives: readonly Archive[], reader: unknown): AptPlaces {
  const shared = digestOf(archives.map(({ keyring, mirror }) => [mirror, keyring]).sort()).slice(0, 16);
  const own = digestOf(reader).slice(0, 16);
  return { lists: join(store.apt, shared, 'lists'), root: join(store.apt, shared, 'views', own) };
}

async function openView(store: Store, settings: ResolvedSettings, view: AptView, tolerant = false): Promise<Apt> {
  const { architectures, archives, kind } = view;
  const places = aptPlaces(store, archives, view);
  const options = aptOptions(places, architectures);
  const lock = { path: join(store.locks, `apt-${basename(join(places.lists, '..'))}`) };
  const run: Apt['run'] = (program, args, more = {}) =>
    exec(program, [...options, ...args], { env: aptEnvironment(), ...more });
  const indexes: Indexes = {
    places,
    archives,
    kinds: kind === 'deb' ? architectures.map(packagesOf) : ['source/Sources'],
    sources: sourcesList(view),
    what: `the package indexes of ${suitesOf(archives)} (${kind}, ${architectures.join(', ')})`,
    without: 'what the lock file pins needs no index',
    update: (kinds) => {
      const some = kind === 'deb' ? architectures.filter((name) => kinds.includes(packagesOf(name))) : architectures;
      return exec('apt-get', [...aptOptions(places, some), ...UPDATE], {
        env: aptEnvironment(),
        purpose: `read ${indexes.what}`,
      });
    },
  };
  const unread: UnreadIndex[] = [];
  const refresh: Apt['refresh'] = async (olderThan = 0) => {
    const missing = await withLock(lock, () => refreshIndexes(indexes, olderThan, tolerant));
    if (!tolerant) refuseUnread(indexes, missing);
    unread.push(
      ...missing.filter((one) => !unread.some((known) => known.kind === one.kind && known.suite === one.suite)),
    );
  };
  await refresh(FRESH_MS);
  const printed = async (args: readonly string[], purpose: string): Promise<DebianPackage[]> => {
    const { stdout } = await run('apt-get', [...args, '--print-uris', '-qq'], { purpose });
    return parsePrintUris(stdout, archives);
  };
  const suites = suitesOf(archives);
  const download = (names: readonly string[]): Promise<DebianPackage[]> =>
    names.length === 0
      ? Promise.resolve([])
      : printed(['download', ...names], `find the Debian packages ${names.join(' ')}`);
  const packagesFor: Apt['packagesFor'] = async (names) => {
    const exact = await candidates(run, names);
    for (const [index, name] of names.entries()) if (exact[index] === undefined) await refuseUnknown(run, suites, name);
    return download(exact.flatMap((one) => one ?? []));
  };
  return {
    settings,
    archives,
    run,
    refresh,
    unread,
    packagesFor,
    resolve: (names) => printed(['install', '-y', ...names], `resolve the Debian packages ${names.join(' ')}`),
    packageFor: async (name) => {
      const [found] = await packagesFor([name]);
      return found ?? refuseUnknown(run, suites, name);
    },
    knownPackages: async (names) => download((await candidates(run, names)).flatMap((one) => one ?? [])),
    sourcesOf: async (names) => {
      const { stdout } = await run('apt-cache', ['show', '--no-all-versions', ...names]);
      // `Source: pcre2 (10.45-1)`; a package that is named as its source does not say.
      return new Map(
        parseStanzas(stdout).map(({ Package: name = '', Source: from }) => [name, from?.split(' ')[0] ?? name]),
      );
    },
    versionsOf: async (names) => {
      if (names.length === 0) return [];
      const { stdout } = await run('apt-cache', ['show', ...names], { okExitCodes: [NOT_ALL_KNOWN] });
      return parseStanzas(stdout);
    },
    describe: (names) => show(run, ['show', '--no-all-versions', ...names]),
    releases: () => releaseDigests({ places, archives }),
  };
}

/** What apt says of packages; of those that it does not know, nothing. */
async function show(run: Apt['run'], args: readonly string[]): Promise<Stanza[]> {
  const { stdout } = await run('apt-cache', args, { okExitCodes: [NOT_ALL_KNOWN] });
  return parseStanzas(stdout);
}

/** For each name the one that apt takes it by; of architecture `all` that is the plain one. Undefined without a candidate. */
async function candidates(run: Apt['run'], names: readonly string[]): Promise<(string | undefined)[]> {
  if (names.length === 0) return [];
  const plain = names.map((name) => name.replace(/:.*/, ''));
  const known = await show(run, ['show', '--no-all-versions', ...new Set([...names, ...plain])]);
  const found = new Set(known.map((one) => `${one['Package'] ?? ''}:${one['Architecture'] ?? ''}`));
  const native = new Set(known.map((one) => one['Package'] ?? ''));
  return names.map((name, index) => {
    const [simple = ''] = [plain[index]];
    if (found.has(name) || (name === simple && native.has(name))) return name;
    return found.has(`${simple}:all`) ? simple : undefined;
  });
}

async function refuseUnknown(run: Apt['run'], suites: string, wanted: string): Promise<never> {
  const [name = '', architecture] = wanted.split(':');
  const others = [...new Set((await show(run, ['show', name])).flatMap((one) => one['Architecture'] ?? []))];
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
