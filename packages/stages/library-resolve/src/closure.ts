import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';

import { BasewrightError, type Platform, reasonOf } from '@basewright/core';
import { type PackageFile } from '@basewright/debian';
import { type ElfFacts, expandPath, machineProblem, readElf } from '@basewright/elf';

import { IMAGE_LIBRARIES, searchPaths } from './library-directories';

/** Something whose needs are followed: a program of the image. */
export interface RootProgram {
  /** Absolute path in the image. */
  readonly path: string;
  readonly elf: ElfFacts;
}

/** A shared object that is wanted, and by whom. */
export interface Wanted {
  /** The name it is loaded by. */
  readonly file: string;
  /** Absolute paths in Debian at which it may be, best first. */
  readonly paths: readonly string[];
  /** An image path, or another reason. */
  readonly by: string;
  /** The path that it has to be had at besides, where somebody names it by that. */
  readonly at?: string;
  /** Directories that an RPATH further up gives to what this file needs (absolute, best first). */
  readonly rpath?: readonly string[];
}

/** A shared object of the closed set. */
export interface Member {
  readonly imagePath: string;
  /** Further names in the image, as links: absolute path to relative target. */
  readonly links: Readonly<Record<string, string>>;
  readonly found: PackageFile;
  readonly elf: ElfFacts;
  /** Sorted. */
  readonly neededBy: readonly string[];
}

/** The closed set, sorted by image path, what was wanted but found nowhere, and what cannot be used. */
export interface Closure {
  readonly members: readonly Member[];
  readonly missing: readonly { readonly file: string; readonly neededBy: readonly string[] }[];
  /** Sentences about files that were found and cannot be used. */
  readonly problems: readonly string[];
}

/** Where a closure's files are found. */
export interface ClosureSource {
  readonly find: (paths: readonly string[]) => Promise<PackageFile | undefined>;
  /** Paths in Debian of files that are in the image at that very path already, as programs. */
  readonly placed: ReadonlySet<string>;
}

/**
 * What a file asks its loader for: the interpreter and DT_NEEDED. `by` is its place in the image, `origin` its directory
 * in Debian, `inherited` what the RPATHs of those who need it say.
 */
export function wantsOf(
  platform: Platform,
  by: string,
  elf: ElfFacts,
  origin: string,
  inherited: readonly string[] = [],
): Wanted[] {
  const names = elf.interpreter === null ? elf.needed : [posix.basename(elf.interpreter), ...elf.needed];
  const rpath = [...expandPath(elf.rpath, platform, origin), ...inherited];
  const directories = elf.runpath.length > 0 ? expandPath(elf.runpath, platform, origin) : rpath;
  return [...new Set(names)].map((file) =>
    // A name with a slash is a path: the loader does not search.
    file.startsWith('/')
      ? { file: posix.basename(file), paths: [file], by, at: file, rpath }
      : { file, paths: searchPaths(platform, file, directories), by, rpath },
  );
}

interface Found {
  readonly found: PackageFile;
  readonly elf: ElfFacts;
  readonly links: Record<string, string>;
}

/**
 * Follows DT_NEEDED and PT_INTERP from what is wanted until nothing new turns up, as the loader would, breadth first.
 * Nothing is run. One file of Debian is one file in the image: further names of it are links, or the loader would load
 * it twice. Throws BAD_INPUT when a file is not ELF.
 */
export async function closureOf(
  platform: Platform,
  wanted: readonly Wanted[],
  { find, placed }: ClosureSource,
): Promise<Closure> {
  const members = new Map<string, Found>();
  const reasons = new Map<string, Set<string>>();
  const missing = new Set<string>();
  const problems = new Set<string>();
  const seen = new Map<string, string>();
  const queue = [...wanted];
  const because = (path: string, by: string): void => void reasons.set(path, (reasons.get(path) ?? new Set()).add(by));
  for (let want = queue.shift(); want !== undefined; want = queue.shift()) {
    const key = [want.at ?? '', ...want.paths].join(':');
    const known = seen.get(key);
    if (known !== undefined) {
      because(known, want.by);
      continue;
    }
    const name = want.at ?? posix.join(IMAGE_LIBRARIES, want.file);
    const found = await find(want.paths);
    if (found !== undefined && placed.has(found.path)) {
      seen.set(key, found.path);
      continue;
    }
    if (found === undefined) {
      seen.set(key, name);
      because(name, want.by);
      missing.add(name);
      continue;
    }
    const elf = await elfOf(found);
    const imagePath = elf.soname === null ? name : posix.join(IMAGE_LIBRARIES, posix.basename(elf.soname));
    seen.set(key, imagePath);
    because(imagePath, want.by);
    const rival = members.get(imagePath);
    if (rival !== undefined && rival.found.path !== found.path) {
      problems.add(`${imagePath} would be two files: ${describe(rival.found)}, and ${describe(found)} for ${want.by}`);
      continue;
    }
    const member = rival ?? { found, elf, links: {} };
    members.set(imagePath, member);
    if (name !== imagePath) member.links[name] = posix.relative(posix.dirname(name), imagePath);
    if (rival !== undefined) continue;
    const problem = machineProblem(platform, elf);
    if (problem !== undefined) problems.add(`${describe(found)}: ${problem}`);
    else queue.push(...wantsOf(platform, imagePath, elf, posix.dirname(found.path), want.rpath));
  }
  const neededBy = (path: string): string[] => [...(reasons.get(path) ?? [])].sort();
  return {
    members: [...members]
      .map(([imagePath, member]) => ({ imagePath, ...member, neededBy: neededBy(imagePath) }))
      .sort((a, b) => (a.imagePath < b.imagePath ? -1 : 1)),
    missing: [...missing].sort().map((path) => ({ file: posix.basename(path), neededBy: neededBy(path) })),
    problems: [...problems].sort(),
  };
}

/** A found file for use in a sentence: `/usr/lib/… (libc6 2.41-12)`. */
function describe({ path, package: { name, version } }: PackageFile): string {
  return `${path} (${name} ${version})`;
}

/** The facts of a found file. Throws BAD_INPUT, naming the package, when it is not ELF. */
async function elfOf(found: PackageFile): Promise<ElfFacts> {
  const bytes = await readFile(found.source);
  try {
    return readElf(bytes);
  } catch (cause) {
    throw new BasewrightError('BAD_INPUT', `cannot use ${describe(found)}: ${reasonOf(cause)}`, { cause });
  }
}
