import { lstat, readdir, readlink, realpath } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';

import { type DebianPackage } from '@basewright/contracts';
import { exists, invariant, type Store } from '@basewright/core';

import { type DebianSettings } from './settings';
import { unpackPackages } from './unpack-packages';

/** A package and where it lies unpacked. */
export interface UnpackedPackage {
  readonly package: DebianPackage;
  readonly directory: string;
}

/** A file of a package. */
export interface PackageFile {
  readonly package: DebianPackage;
  /** Absolute path in Debian, all links followed. */
  readonly path: string;
  /** Where its bytes lie on this machine. */
  readonly source: string;
}

/** Something that a path of a package names, or that lies below it. */
export type PackageEntry =
  | {
      readonly type: 'file';
      /** Absolute path in Debian, as it was asked for. */
      readonly path: string;
      readonly source: string;
      readonly executable: boolean;
    }
  | { readonly type: 'symlink'; readonly path: string; readonly target: string };

/** More hops than any chain of links in a package has; a longer one is a loop. */
const MAX_LINKS = 16;

/** Packages with the directories they lie in, in the order given; what is missing is fetched. Throws what unpackPackages throws. */
export async function unpacked(
  store: Store,
  settings: DebianSettings,
  packages: readonly DebianPackage[],
): Promise<UnpackedPackage[]> {
  const directories = await unpackPackages(store, settings, packages);
  return packages.map((one) => ({
    package: one,
    directory: invariant(directories.get(one.sha256), `the files of ${one.name}`),
  }));
}

/** The regular file that a path names inside one unpacked package, following its links; undefined when there is none. */
export async function fileInPackage(where: UnpackedPackage, path: string): Promise<PackageFile | undefined> {
  let current = path;
  for (let hops = 0; hops < MAX_LINKS; hops++) {
    const found = await existingSpelling(where.directory, current);
    if (found === undefined || found.type === 'directory') return undefined;
    if (found.type === 'file') {
      if (!(await isInside(where.directory, found.path))) return undefined;
      return { package: where.package, path: found.path, source: join(where.directory, found.path) };
    }
    current = posix.resolve(posix.dirname(found.path), found.target);
  }
  return undefined;
}

/**
 * What a path of an unpacked package names: the file it leads to, under the path that was asked for; of a directory all
 * files and links below it, sorted by path. Empty when the package has nothing there.
 */
export async function entriesInPackage(where: UnpackedPackage, path: string): Promise<PackageEntry[]> {
  const found = await existingSpelling(where.directory, path);
  if (found?.type === 'directory') return entriesBelow(where, path, found.path);
  const file = await fileInPackage(where, path);
  return file === undefined ? [] : [await fileEntry(path, file.source)];
}

/** Absolute paths of all files and links of an unpacked package, as it ships them, sorted. */
export async function pathsInPackage({ directory }: UnpackedPackage): Promise<string[]> {
  const names = await readdir(directory, { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length))
    .sort();
}

async function entriesBelow(where: UnpackedPackage, path: string, shipped: string): Promise<PackageEntry[]> {
  if (!(await isInside(where.directory, shipped))) return [];
  const entries: PackageEntry[] = [];
  for (const name of (await readdir(join(where.directory, shipped))).sort()) {
    const place = posix.join(path, name);
    const source = join(where.directory, shipped, name);
    const stats = await lstat(source);
    if (stats.isDirectory()) entries.push(...(await entriesBelow(where, place, posix.join(shipped, name))));
    else if (stats.isSymbolicLink()) entries.push({ type: 'symlink', path: place, target: await readlink(source) });
    else if (stats.isFile()) entries.push(await fileEntry(place, source));
  }
  return entries;
}

async function fileEntry(path: string, source: string): Promise<PackageEntry> {
  return { type: 'file', path, source, executable: ((await lstat(source)).mode & 0o100) !== 0 };
}

/** False when a directory on the way is a link that leads out of the package, to files of this machine. */
async function isInside(directory: string, path: string): Promise<boolean> {
  const [base, real] = await Promise.all([realpath(directory), realpath(join(directory, path))]);
  return real.startsWith(`${base}${sep}`);
}

/** Names of the shared objects of one directory of an unpacked package, sorted. */
export async function sharedObjectsIn(where: UnpackedPackage, directory: string): Promise<string[]> {
  const lists = await Promise.all(spellings(directory).map((path) => namesIn(join(where.directory, path))));
  return [...new Set(lists.flat())].filter((name) => /\.so(\.|$)/.test(name)).sort();
}

async function namesIn(directory: string): Promise<string[]> {
  return (await exists(directory)) ? readdir(directory) : [];
}

/** The directories that merged-/usr makes links: a package may ship a file in either, and both name the same. */
const MERGED = /^(?:\/usr)?(?=\/(?:bin|sbin|lib|lib32|lib64|libx32)(?:\/|$))/;

/** A path as packages may ship it: below /usr, and not. */
function spellings(path: string): string[] {
  if (!MERGED.test(path)) return [path];
  const below = path.replace(MERGED, '');
  return [`/usr${below}`, below];
}

type Existing =
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'directory'; readonly path: string }
  | { readonly type: 'symlink'; readonly path: string; readonly target: string };

async function existingSpelling(directory: string, path: string): Promise<Existing | undefined> {
  for (const spelling of spellings(path)) {
    const absolute = join(directory, spelling);
    const found = await lstat(absolute).catch(() => undefined);
    if (found?.isSymbolicLink() === true) return { type: 'symlink', path: spelling, target: await readlink(absolute) };
    if (found?.isFile() === true) return { type: 'file', path: spelling };
    if (found?.isDirectory() === true) return { type: 'directory', path: spelling };
  }
  return undefined;
}
