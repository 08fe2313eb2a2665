import { BasewrightError, didYouMean, type Platform, type Store } from '@basewright/core';
import {
  type DebianSettings,
  fileInPackage,
  type Lock,
  lockedSet,
  openApt,
  type PackagedFile,
  type PackageFile,
  type FileSearch,
  packagesWithFile,
  pinnedPackages,
  resolveSettings,
  sharedObjectsIn,
  unpacked,
  type UnpackedPackage,
} from '@basewright/debian';

import { loaderDirectories } from './library-directories';
import { lookUpName, lookUpWord, nearNames } from './library-names';
import { librarySet, prefixSet, requestedSet } from './library-set';

/** What a {@link LibrarySource} is opened with. */
export interface LibrarySourceOptions {
  readonly store: Store;
  readonly settings: DebianSettings;
  readonly lock: Lock | null;
  readonly strict: boolean;
  readonly platform: Platform;
  /** Told, in a line, of what the lock does not pin. */
  readonly warn: (line: string) => void;
}

/** What a name such as `numa` stands for. */
type NamedLibraries =
  | { readonly sonames: readonly string[]; readonly beginning: false }
  /** The name is the beginning of several libraries', which these packages of one source package have. */
  | { readonly sonames: readonly string[]; readonly beginning: true; readonly packages: readonly string[] }
  /** It stands for nothing, or for nothing in particular; the end of a sentence. */
  | { readonly problem: string };

/** Shared objects and other files of Debian's packages for one platform. */
export interface LibrarySource {
  /** The file at the first of the absolute paths that a package has: those at hand first, then all of the suite. */
  find(paths: readonly string[]): Promise<PackageFile | undefined>;
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
}

const LIBRARIES: FileSearch = { containing: '.so', matching: /^\/(usr\/)?lib.*\.so(\.[^/]*)?$/ };

/**
 * Opens the packages that the lock pins for a platform's libraries; others are looked up in Debian's index of files
 * only when none of these has what is wanted, and named in a warning. Throws NOT_FOUND instead with `strict`.
 */
export async function openLibrarySource(options: LibrarySourceOptions): Promise<LibrarySource> {
  const { store, settings, lock, strict, platform } = options;
  const pinned = { store, settings, lock, strict };
  const base = await unpacked(store, settings, await pinnedPackages(librarySet(platform), pinned));
  const more: UnpackedPackage[] = [];
  let rows: Promise<PackagedFile[]> | undefined;
  const index = (): Promise<PackagedFile[]> =>
    (rows ??= packagesWithFile(store, settings, platform.debianArch, LIBRARIES));

  // What other images ask for is not unpacked for one that asks for nothing.
  let requested: Promise<UnpackedPackage[]> | undefined;
  const atHand = async (): Promise<readonly UnpackedPackage[]> => {
    const set = requestedSet(
      platform,
      (lockedSet(lock, requestedSet(platform, []).key) ?? []).map(({ name }) => name),
    );
    requested ??=
      set.names.length === 0
        ? Promise.resolve([])
        : pinnedPackages(set, pinned).then((packages) => unpacked(store, settings, packages));
    return [...(await requested), ...more];
  };
  const add = async (name: string, also: readonly string[]): Promise<UnpackedPackage> => {
    const one = await unpinned(options, name, also);
    const added = (await unpacked(store, settings, [one]))[0];
    if (added === undefined) throw new Error(`${name} was not unpacked`);
    more.push(added);
    return added;
  };

  const source: LibrarySource = {
    index,
    findInLibc: (paths) => firstFile(paths, base),
    find: async (paths) => {
      const found = (await firstFile(paths, base)) ?? (await firstFile(paths, await atHand()));
      if (found !== undefined) return found;
      const holders = holdersOf(await index(), paths);
      if (holders === undefined) return undefined;
      const [name = '', ...others] = holders;
      return firstFile(paths, [await add(name, others)]);
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
      return (await pinnedBeginning(name)) ?? (await inIndex(options, name, await index()));
    },
  };

  const pinnedBeginning = async (name: string): Promise<NamedLibraries | undefined> => {
    const packages = (lockedSet(lock, prefixSet(platform, name, []).key) ?? []).map((one) => one.name);
    if (packages.length === 0) return undefined;
    const holders = await Promise.all(packages.map((one) => source.package(one)));
    const answer = lookUpName(name, await namesIn(platform, holders));
    return answer.kind === 'prefix' ? { sonames: answer.sonames, beginning: true, packages } : undefined;
  };
  return source;
}

/** Looks a name up among all libraries of the suite. Several that begin so have to come from one source package. */
async function inIndex(
  options: LibrarySourceOptions,
  name: string,
  rows: readonly PackagedFile[],
): Promise<NamedLibraries> {
  const { platform, store, settings } = options;
  const files = fileNames(platform, rows);
  const answer = lookUpName(name, files);
  if (answer.kind === 'exact') return { sonames: [answer.soname], beginning: false };
  if (answer.kind === 'none')
    return { problem: `no Debian package for ${platform.debianArch} has lib${name}.so.*${nearNames(name, files)}` };
  if (answer.kind === 'several') return { problem: `several have that name: write ${answer.sonames.join(' or ')}` };
  const places = loaderDirectories(platform);
  const packages = answer.sonames.map(
    (soname) =>
      holdersOf(
        rows,
        places.map((directory) => `${directory}/${soname}`),
      )?.[0] ?? '',
  );
  const apt = await openApt(store, settings, [platform.debianArch]);
  const sources = await apt.sourcesOf([...new Set(packages)]);
  if (new Set(sources.values()).size > 1)
    return { problem: `no library is called lib${name}.so.*, and several begin so${nearNames(name, files)}` };
  return { sonames: answer.sonames, beginning: true, packages: [...new Set(packages)].sort() };
}

async function firstFile(
  paths: readonly string[],
  packages: readonly UnpackedPackage[],
): Promise<PackageFile | undefined> {
  for (const path of paths) {
    for (const one of packages) {
      const found = await fileInPackage(one, path);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The packages that ship the first of the paths that any ships. */
function holdersOf(rows: readonly PackagedFile[], paths: readonly string[]): readonly string[] | undefined {
  for (const path of paths) {
    const below = path.replace(/^\/usr(?=\/)/, '');
    const row = rows.find((one) => one.path === `/usr${below}` || one.path === below);
    if (row !== undefined) return row.packages;
  }
  return undefined;
}

async function unpinned(options: LibrarySourceOptions, name: string, others: readonly string[]) {
  const { store, settings, strict, platform } = options;
  const { key } = requestedSet(platform, []);
  if (strict) {
    throw new BasewrightError('NOT_FOUND', `cannot keep to the lock file: its set ${key} has no package ${name}`, {
      hint: 'refresh it with `nx g @basewright/nx:lock`, or build without the option strict',
    });
  }
  const also = others.length === 0 ? '' : ` (others have the same file: ${others.join(', ')})`;
  const apt = await openApt(store, settings, [platform.debianArch]);
  const found = await apt.packageFor(`${name}:${platform.debianArch}`);
  options.warn(
    `warning: ${name} ${found.version} is not in ${key} of the lock file, ${(await resolveSettings(settings)).suite}'s current one is used${also}`,
  );
  return found;
}

async function namesIn(platform: Platform, packages: readonly UnpackedPackage[]): Promise<string[]> {
  const lists = packages.flatMap((one) =>
    loaderDirectories(platform).map((directory) => sharedObjectsIn(one, directory)),
  );
  return [...new Set((await Promise.all(lists)).flat())].sort();
}

/** Names of the index's files that lie where the loader looks. */
function fileNames(platform: Platform, rows: readonly PackagedFile[]): string[] {
  const directories = new Set(loaderDirectories(platform).flatMap((one) => [one, one.replace(/^\/usr/, '')]));
  const names = rows.flatMap(({ path }) => {
    const slash = path.lastIndexOf('/');
    return directories.has(path.slice(0, slash)) ? [path.slice(slash + 1)] : [];
  });
  return [...new Set(names)].sort();
}
