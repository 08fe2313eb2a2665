import { type Platform } from '@basewright/core';
import {
  fileInPackage,
  type PackagedFile,
  type PackageFile,
  sharedObjectsIn,
  type UnpackedPackage,
} from '@basewright/debian';

import { loaderDirectories } from './library-directories';

/** The file at the first of the absolute paths that one of the packages has. */
export async function firstFile(
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
export function holdersOf(rows: readonly PackagedFile[], paths: readonly string[]): readonly string[] | undefined {
  for (const path of paths) {
    const below = path.replace(/^\/usr(?=\/)/, '');
    const row = rows.find((one) => one.path === `/usr${below}` || one.path === below);
    if (row !== undefined) return row.packages;
  }
  return undefined;
}

/** Names of the shared objects in packages that lie where the loader looks. */
export async function namesIn(platform: Platform, packages: readonly UnpackedPackage[]): Promise<string[]> {
  const lists = packages.flatMap((one) =>
    loaderDirectories(platform).map((directory) => sharedObjectsIn(one, directory)),
  );
  return [...new Set((await Promise.all(lists)).flat())].sort();
}

/** Names of the index's files that lie where the loader looks. */
export function fileNames(platform: Platform, rows: readonly PackagedFile[]): string[] {
  const directories = new Set(loaderDirectories(platform).flatMap((one) => [one, one.replace(/^\/usr/, '')]));
  const names = rows.flatMap(({ path }) => {
    const slash = path.lastIndexOf('/');
    return directories.has(path.slice(0, slash)) ? [path.slice(slash + 1)] : [];
  });
  return [...new Set(names)].sort();
}
