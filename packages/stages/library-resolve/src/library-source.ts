import { posix } from 'node:path';

import { type DebianPackage } from '@basewright/contracts';
import { didYouMean, type Store } from '@basewright/core';
import {
  type DebianSettings,
  type FileSearch,
  keyOf,
  type Lock,
  lockedSet,
  type PackagedFile,
  type PackageFile,
  packagesWithFile,
  parseStanzas,
  pinnedPackages,
  type PinnedSet,
  shippedPackages,
  unpacked,
  type UnpackedPackage,
} from '@basewright/debian';

import { lookUpName, lookUpWord } from './library-names';
import { librarySet, prefixSet, requestedSet, type RequestingImage } from './library-set';
import { namedInIndex, type NamedLibraries } from './named-libraries';
import { fileNames, firstFile, holdersOf, namesIn } from './package-holders';
import { type UnpinnedOptions, unpinnedPackage } from './unpinned-package';

/** What a {@link LibrarySource} is opened with. */
interface LibrarySourceOptions extends UnpinnedOptions {
  readonly lock: Lock | null;
  readonly image: RequestingImage;
  /** Packages that the image's own programs are linked with, besides those of the libc. Default: none. */
  readonly linked?: readonly DebianPackage[];
}

/** Shared objects and other files of Debian's packages for one platform. */
export interface LibrarySource {
  /** The file at the first of the absolute paths that a package has: those at hand first, then all of the suite. */
  find(paths: readonly string[]): Promise<PackageFile | undefined>;
  /** Like find, but among the packages only that the lock pins for the image, and those taken so far. */
  findAtHand(paths: readonly string[]): Promise<PackageFile | undefined>;
  /**
   * The file that a link of a package leads to: at hand, or of a package that it depends on and that is called as the file,
   * or of any package of the suite. Throws UNREACHABLE without an index where it takes one.
   */
  findLinked(from: DebianPackage, path: string): Promise<PackageFile | undefined>;
  /** Like find, but among the C library's own packages only. */
  findInLibc(paths: readonly string[]): Promise<PackageFile | undefined>;
  /** What a name like `numa` stands for. */
  named(name: string): Promise<NamedLibraries>;
  /** ` (did you mean "libz.so.1"?)` for a file name that no package has, or nothing. */
  suggestion(file: string): Promise<string>;
  /** One package by its name. Throws NOT_FOUND when the platform has none. */
  package(name: string): Promise<UnpackedPackage>;
  /** All shared objects of the suite, and the packages that ship them. Throws UNREACHABLE without an index. */
  index(): Promise<readonly PackagedFile[]>;
  /** How what was taken so far departs from what the lock pins, one line each. */
  departures(): readonly string[];
}

const LIBRARIES: FileSearch = { containing: '.so', matching: /^\/(usr\/)?lib.*\.so(\.[^/]*)?$/ };

/**
 * Opens the packages that the lock pins for a platform's libraries; others are looked up in Debian's index of files
 * only when none of these has what is wanted, and named in a warning. Throws NOT_FOUND instead with `strict`.
 */
export async function openLibrarySource(options: LibrarySourceOptions): Promise<LibrarySource> {
  const { store, settings, lock, strict, platform, image, linked = [] } = options;
  const pinned = { store, settings, lock, strict };
  const departures = new Set<string>();
  const take = async (set: PinnedSet): Promise<UnpackedPackage[]> => {
    const taken = await pinnedPackages(set, pinned);
    for (const line of taken.departures) departures.add(line);
    return unpacked(store, settings, taken.packages);
  };
  const base = await take(librarySet(platform));
  const more: UnpackedPackage[] = [];
  let rows: Promise<PackagedFile[]> | undefined;
  const index = (): Promise<PackagedFile[]> =>
    (rows ??= packagesWithFile(store, settings, platform.debianArch, LIBRARIES));

  // What other images ask for is not unpacked for one that asks for nothing.
  let requested: Promise<UnpackedPackage[]> | undefined;
  const atHand = async (): Promise<readonly UnpackedPackage[]> => {
    const set = requestedSet(image, namesPinned(lock, requestedSet(image, [])));
    requested ??= set.names.length === 0 ? Promise.resolve([]) : take(set);
    return [...(await requested), ...(await unpacked(store, settings, linked)), ...more];
  };
  const add = async (name: string, also: readonly string[]): Promise<UnpackedPackage> => {
    const one = await unpinnedPackage(options, name, also);
    const added = (await unpacked(store, settings, [one]))[0];
    if (added === undefined) throw new Error(`${name} was not unpacked`);
    departures.add(`${name} is not in the lock file`);
    more.push(added);
    return added;
  };

  const findAtHand = async (paths: readonly string[]): Promise<PackageFile | undefined> =>
    (await firstFile(paths, base)) ?? firstFile(paths, await atHand());
  const fromHolder = async (
    rows: readonly PackagedFile[],
    paths: readonly string[],
  ): Promise<PackageFile | undefined> => {
    const holders = holdersOf(rows, paths);
    if (holders === undefined) return undefined;
    const [name = '', ...others] = holders;
    return firstFile(paths, [await add(name, others)]);
  };

  const source: LibrarySource = {
    index,
    departures: () => [...departures].sort(),
    findInLibc: (paths) => firstFile(paths, base),
    findAtHand,
    find: async (paths) => (await findAtHand(paths)) ?? fromHolder(await index(), paths),
    findLinked: async (from, path) => {
      const found = await findAtHand([path]);
      if (found !== undefined) return found;
      const called = posix.basename(path);
      const near = (await dependenciesOf(store, settings, from)).filter((name) => name.startsWith(called));
      for (const name of near) {
        const held = await firstFile([path], [await source.package(name)]);
        if (held !== undefined) return held;
      }
      return fromHolder(await packagesWithFile(store, settings, platform.debianArch, searchFor(path)), [path]);
    },
    package: async (name) => {
      const known = [...base, ...(await atHand())].find((one) => one.package.name === name);
      return known ?? add(name, []);
    },
    suggestion: async (file) => didYouMean(file, fileNames(platform, await index())),
    named: async (name) => {
      const own = lookUpWord(name, await namesIn(platform, base));
      if (own.kind === 'exact') return { sonames: [own.soname], beginning: false };
      const near = lookUpName(name, await namesIn(platform, await atHand()));
      if (near.kind === 'exact') return { sonames: [near.soname], beginning: false };
      if (own.kind === 'prefix') return { sonames: own.sonames, beginning: false };
      return (await pinnedBeginning(name)) ?? (await namedInIndex(options, name, await index()));
    },
  };

  const pinnedBeginning = async (name: string): Promise<NamedLibraries | undefined> => {
    const packages = namesPinned(lock, prefixSet(image, name, []));
    if (packages.length === 0) return undefined;
    const holders = await Promise.all(packages.map((one) => source.package(one)));
    const answer = lookUpName(name, await namesIn(platform, holders));
    return answer.kind === 'prefix' ? { sonames: answer.sonames, beginning: true, packages } : undefined;
  };
  return source;
}

/** A search for a file by its absolute path, below /usr and not. */
function searchFor(path: string): FileSearch {
  const literal = path.replace(/^\/usr(?=\/)/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return { containing: posix.basename(path), matching: new RegExp(`^(/usr)?${literal}$`) };
}

/** The names of the packages that a lock pins for a set. */
function namesPinned(lock: Lock | null, set: PinnedSet): string[] {
  return (lockedSet(lock, keyOf(set)) ?? []).map(({ name }) => name);
}

/** The names of the packages that a package depends on, in the order of its control file; of alternatives each. */
async function dependenciesOf(store: Store, settings: DebianSettings, one: DebianPackage): Promise<string[]> {
  const [shipped] = await shippedPackages(store, settings, [one]);
  const [stanza = {}] = parseStanzas(shipped?.control ?? '');
  const clauses = [stanza['Pre-Depends'], stanza['Depends']].flatMap((field = '') => field.split(/[,|]/));
  const names = clauses.flatMap((clause) => /^\s*([a-z0-9][a-z0-9+.-]+)/.exec(clause)?.[1] ?? []);
  return [...new Set(names)];
}
