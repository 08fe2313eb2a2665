import { lstat, readlink } from 'node:fs/promises';
import { join, posix } from 'node:path';

import { type DebianPackage } from '@basewright/contracts';
import { entriesInPackage, type PackageEntry, type PackageFile, type UnpackedPackage } from '@basewright/debian';

/** An entry, and the package that it is from. */
interface TakenEntry {
  readonly package: DebianPackage;
  readonly entry: PackageEntry;
}

/** What links lead to, and the links that lead to what no package has. */
export interface Followed {
  readonly entries: readonly TakenEntry[];
  readonly dangling: readonly Extract<PackageEntry, { type: 'symlink' }>[];
}

/**
 * What the links among entries of a package lead to and that is not among them: files and directories of the same package,
 * and files of others as far as `find` knows, each at its own path. So a locale is whole whose files are links to another's.
 */
export async function followLinks(
  where: UnpackedPackage,
  entries: readonly PackageEntry[],
  find: (link: Extract<PackageEntry, { type: 'symlink' }>) => Promise<PackageFile | undefined>,
): Promise<Followed> {
  const there = new Set(['/']);
  const found: TakenEntry[] = [];
  const dangling: Extract<PackageEntry, { type: 'symlink' }>[] = [];
  const queue: PackageEntry[] = [];
  const add = (added: readonly PackageEntry[]): void => {
    for (const entry of added) {
      // Directories are there for what is in them.
      for (let path = entry.path; !there.has(path); path = posix.dirname(path)) there.add(path);
      queue.push(entry);
    }
  };
  add(entries);
  for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) {
    if (entry.type !== 'symlink') continue;
    const target = targetOf(entry);
    if (there.has(target)) continue;
    const own = await entriesOf(where, target);
    const other = own.length > 0 ? undefined : await find(entry);
    const added: TakenEntry[] = own.map((one) => ({ package: where.package, entry: one }));
    if (other !== undefined) added.push({ package: other.package, entry: await fileEntry(target, other.source) });
    if (added.length === 0) dangling.push(entry);
    found.push(...added);
    add(added.map((one) => one.entry));
  }
  return { entries: found, dangling };
}

/** The absolute path that a link names. */
export function targetOf({ path, target }: Extract<PackageEntry, { type: 'symlink' }>): string {
  return posix.resolve(posix.dirname(path), target);
}

/**
 * What a path of a package names. Unlike for entriesInPackage, a link that leads out of the package, or to a directory, is
 * an entry itself. Empty when the package has nothing there.
 */
export async function entriesOf(where: UnpackedPackage, path: string): Promise<PackageEntry[]> {
  const found = await entriesInPackage(where, path);
  if (found.length > 0) return found;
  for (const spelling of [path, path.replace(/^\/usr(?=\/)/, ''), `/usr${path}`]) {
    const target = await readlink(join(where.directory, spelling)).catch(() => undefined);
    if (target !== undefined) return [{ type: 'symlink', path, target }];
  }
  return [];
}

async function fileEntry(path: string, source: string): Promise<PackageEntry> {
  return { type: 'file', path, source, executable: ((await lstat(source)).mode & 0o100) !== 0 };
}
