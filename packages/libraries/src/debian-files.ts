import { lstat, readdir, readlink, realpath } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';

import { type DebianPackage, exists } from '@basewright/core';

/** A package and where it lies unpacked. */
export interface UnpackedPackage {
  readonly package: DebianPackage;
  readonly directory: string;
}

/** A file of a package. */
export interface FoundFile {
  readonly package: DebianPackage;
  /** Absolute path in Debian, all links followed. */
  readonly path: string;
  /** Where its bytes lie on this machine. */
  readonly source: string;
}

/** More hops than any chain of links in a package has; a longer one is a loop. */
const MAX_LINKS = 16;

/** The regular file that a path names inside one unpacked package, following its links; undefined when there is none. */
export async function fileInPackage(unpacked: UnpackedPackage, path: string): Promise<FoundFile | undefined> {
  let current = path;
  for (let hops = 0; hops < MAX_LINKS; hops++) {
    const spelling = await existingSpelling(unpacked.directory, current);
    if (spelling === undefined) return undefined;
    if (spelling.target === undefined) {
      if (!(await isInside(unpacked.directory, spelling.path))) return undefined;
      return { package: unpacked.package, path: spelling.path, source: join(unpacked.directory, spelling.path) };
    }
    current = posix.resolve(posix.dirname(spelling.path), spelling.target);
  }
  return undefined;
}

/** False when a directory on the way is a link that leads out of the package, to files of this machine. */
async function isInside(directory: string, path: string): Promise<boolean> {
  const [base, real] = await Promise.all([realpath(directory), realpath(join(directory, path))]);
  return real.startsWith(`${base}${sep}`);
}

/** Names of the shared objects of one directory of an unpacked package, sorted. */
export async function sharedObjectsIn(unpacked: UnpackedPackage, directory: string): Promise<string[]> {
  const lists = await Promise.all(spellings(directory).map((path) => namesIn(join(unpacked.directory, path))));
  return [...new Set(lists.flat())].filter((name) => /\.so(\.|$)/.test(name)).sort();
}

async function namesIn(directory: string): Promise<string[]> {
  return (await exists(directory)) ? readdir(directory) : [];
}

/** A package may ship a file below /lib or below /usr/lib; in merged-/usr both name the same. */
function spellings(path: string): string[] {
  const below = path.replace(/^\/usr(?=\/)/, '');
  return [`/usr${below}`, below];
}

async function existingSpelling(
  directory: string,
  path: string,
): Promise<{ path: string; target: string | undefined } | undefined> {
  for (const spelling of spellings(path)) {
    const absolute = join(directory, spelling);
    const found = await lstat(absolute).catch(() => undefined);
    if (found?.isSymbolicLink() === true) return { path: spelling, target: await readlink(absolute) };
    if (found?.isFile() === true) return { path: spelling, target: undefined };
  }
  return undefined;
}
