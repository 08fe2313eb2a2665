import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';

import { BasewrightError, type ElfFacts, type Platform, readElf, reasonOf } from '@basewright/core';
import { type PackageFile } from '@basewright/debian';

import { IMAGE_LIBRARIES, searchPaths } from './library-directories';
import { assertRunsOn } from './platform-check';

/** Something whose needs are followed: a program of the image. */
export interface RootProgram {
  /** Absolute path in the image. */
  readonly path: string;
  readonly elf: ElfFacts;
}

/** A shared object that is wanted, and by whom. */
export interface Wanted {
  /** The name it is loaded by, and has in the image. */
  readonly file: string;
  /** Absolute paths in Debian at which it may be, best first. */
  readonly paths: readonly string[];
  /** An image path, or another reason. */
  readonly by: string;
  /** Where it goes in the image; default: {@link IMAGE_LIBRARIES}. */
  readonly imagePath?: string;
}

/** A shared object of the closed set. */
export interface Member {
  readonly imagePath: string;
  readonly found: PackageFile;
  readonly elf: ElfFacts;
  /** Sorted. */
  readonly neededBy: readonly string[];
}

/** The closed set, sorted by image path, and what was wanted but found nowhere. */
export interface Closure {
  readonly members: readonly Member[];
  readonly missing: readonly { readonly file: string; readonly neededBy: readonly string[] }[];
}

type Find = (paths: readonly string[]) => Promise<PackageFile | undefined>;

/** What a program asks its loader for: the interpreter and DT_NEEDED. `path` is its place in the image. */
export function wantsOf(platform: Platform, path: string, elf: ElfFacts, origin: string): Wanted[] {
  const names = elf.interpreter === null ? elf.needed : [posix.basename(elf.interpreter), ...elf.needed];
  return [...new Set(names)].map((file) => ({
    file,
    paths: searchPaths(platform, file, elf.runpath, origin),
    by: path,
  }));
}

/**
 * Follows DT_NEEDED and PT_INTERP from what is wanted until nothing new turns up, as the loader would, breadth first.
 * Nothing is run. Throws CHECK_FAILED when a file is for another platform, BAD_INPUT when one is not ELF.
 */
export async function closureOf(platform: Platform, wanted: readonly Wanted[], find: Find): Promise<Closure> {
  const members = new Map<string, Omit<Member, 'neededBy'>>();
  const reasons = new Map<string, Set<string>>();
  const missing = new Set<string>();
  const queue = [...wanted];
  for (let want = queue.shift(); want !== undefined; want = queue.shift()) {
    const imagePath = want.imagePath ?? posix.join(IMAGE_LIBRARIES, want.file);
    const known = reasons.get(imagePath);
    reasons.set(imagePath, (known ?? new Set()).add(want.by));
    if (known !== undefined) continue;
    const found = await find(want.paths);
    if (found === undefined) {
      missing.add(imagePath);
      continue;
    }
    const elf = await elfOf(found);
    assertRunsOn(platform, describe(found), elf);
    members.set(imagePath, { imagePath, found, elf });
    queue.push(...wantsOf(platform, imagePath, elf, posix.dirname(found.path)));
  }
  const neededBy = (path: string): string[] => [...(reasons.get(path) ?? [])].sort();
  const sorted = [...members.keys()].sort();
  return {
    members: sorted.flatMap((path) => {
      const member = members.get(path);
      return member === undefined ? [] : [{ ...member, neededBy: neededBy(path) }];
    }),
    missing: [...missing].sort().map((path) => ({ file: posix.basename(path), neededBy: neededBy(path) })),
  };
}

/** A found file for use in a sentence: `/usr/lib/… (libc6 2.41-12)`. */
function describe({ path, package: { name, version } }: PackageFile): string {
  return `${path} (${name} ${version})`;
}

/** The facts of a found file. Throws BAD_INPUT, naming the package, when it is not ELF. */
export async function elfOf(found: PackageFile): Promise<ElfFacts> {
  const bytes = await readFile(found.source);
  try {
    return readElf(bytes);
  } catch (cause) {
    throw new BasewrightError('BAD_INPUT', `cannot use ${describe(found)}: ${reasonOf(cause)}`, { cause });
  }
}
