import { BasewrightError, type DebianPackage, didYouMean, type Platform, type Store } from '@basewright/core';
import {
  type DebianSettings,
  fileInPackage,
  type Lock,
  lockedSet,
  openApt,
  type PackagedFile,
  type PackageFile,
  packagesWithFile,
  pinnedPackages,
  resolveSettings,
  sharedObjectsIn,
  unpacked,
  type UnpackedPackage,
} from '@basewright/debian';

import { loaderDirectories } from './library-directories';
import { LIBRARY_PACKAGES, librarySet } from './library-set';
import { chooseByName, sonamesNamed } from './library-names';

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

/** Shared objects of Debian's packages for one platform. */
export interface LibrarySource {
  /** The file at the first of the absolute paths that a package has: those at hand first, then all of the suite. */
  find(paths: readonly string[]): Promise<PackageFile | undefined>;
  /** Like find, but among the packages at hand only. */
  findAtHand(paths: readonly string[]): Promise<PackageFile | undefined>;
  /** The SONAMEs that a name like `numa` stands for. Throws NOT_FOUND or BAD_INPUT, naming the near ones. */
  sonamesOf(name: string): Promise<string[]>;
  /** ` (did you mean "libz.so.1"?)` for a file name that no package has, or nothing. */
  suggestion(file: string): Promise<string>;
}

/**
 * Opens the packages that the lock pins for a platform's libraries; others are looked up in Debian's index of files
 * only when none of these has what is wanted, and named in a warning. Throws NOT_FOUND instead with `strict`.
 */
export async function openLibrarySource(options: LibrarySourceOptions): Promise<LibrarySource> {
  const { store, settings, platform } = options;
  const atHand = await unpacked(store, settings, await pinned(options));
  let rows: Promise<PackagedFile[]> | undefined;
  const index = (): Promise<PackagedFile[]> =>
    (rows ??= packagesWithFile(store, settings, platform.debianArch, /^\/(usr\/)?lib.*\.so(\.[^/]*)?$/));
  const findAtHand = async (paths: readonly string[]): Promise<PackageFile | undefined> => {
    for (const path of paths) {
      for (const one of atHand) {
        const found = await fileInPackage(one, path);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  };
  return {
    findAtHand,
    find: async (paths) => {
      const found = await findAtHand(paths);
      if (found !== undefined) return found;
      const holders = holdersOf(await index(), paths);
      if (holders === undefined) return undefined;
      atHand.push(...(await unpacked(store, settings, [await unpinned(options, holders)])));
      return findAtHand(paths);
    },
    sonamesOf: async (name) => {
      const base = atHand.slice(0, LIBRARY_PACKAGES.length);
      const near = sonamesNamed(name, await namesIn(platform, atHand), await namesIn(platform, base));
      return near.length > 0 ? near : chooseByName(name, fileNames(platform, await index()));
    },
    suggestion: async (file) => didYouMean(file, fileNames(platform, await index())),
  };
}

/** The pinned packages, those of {@link LIBRARY_PACKAGES} first, then the others by name. */
async function pinned({ store, settings, lock, strict, platform }: LibrarySourceOptions): Promise<DebianPackage[]> {
  const locked = lockedSet(lock, librarySet(platform).key) ?? [];
  const more = locked.map(({ name }) => name).filter((name) => !isBase(name));
  const packages = await pinnedPackages(librarySet(platform, more), { store, settings, lock, strict });
  const base = LIBRARY_PACKAGES.flatMap((name) => packages.filter((one) => one.name === name));
  return [...base, ...packages.filter(({ name }) => !isBase(name))];
}

function isBase(name: string): boolean {
  return (LIBRARY_PACKAGES as readonly string[]).includes(name);
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

async function unpinned(options: LibrarySourceOptions, holders: readonly string[]): Promise<DebianPackage> {
  const { store, settings, strict, platform } = options;
  const [name = '', ...others] = holders;
  const { key } = librarySet(platform);
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
