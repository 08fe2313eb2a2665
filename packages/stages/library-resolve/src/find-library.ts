import { posix } from 'node:path';

import { BasewrightError, invariant, type Platform } from '@basewright/core';
import { type PackagedFile } from '@basewright/debian';

import { type Member } from './closure';
import { debianPath, loaderDirectories } from './library-directories';
import { lookUpName, nearNames } from './library-names';
import { LIBRARY_HINT, readLibraryName } from './library-request';
import { LIBC_PACKAGE } from './library-set';
import { type LibrarySource } from './library-source';
import { isStub, type Resolution } from './resolve-needs';

/** Where a library is. */
export interface FoundLibrary {
  /** The name it is loaded by. */
  readonly file: string;
  /** Where Debian has it, and which packages ship that. */
  readonly path: string;
  readonly packages: readonly string[];
  /** What the image has of it; null when nothing. */
  readonly inImage: {
    readonly path: string;
    readonly package: string;
    readonly version: string;
    /** Why: for each that needs it the shortest way from a program or a request, which comes first, to the library. */
    readonly chains: readonly (readonly string[])[];
    /** It is empty: glibc has made it part of libc.so.6. */
    readonly stub: boolean;
  } | null;
}

/**
 * The libraries that a name, the beginning of one, a SONAME or a path stands for, those in the image first.
 * Throws BAD_INPUT when it is no name, NOT_FOUND, with the nearest names, when no package has such a library.
 */
export async function findLibrary(
  wanted: string,
  platform: Platform,
  { members }: Resolution,
  source: Pick<LibrarySource, 'index'>,
): Promise<FoundLibrary[]> {
  const { rows: index, failure } = await indexOrNothing(source, members);
  const rows = merged(members, index);
  const chosen = matchingOr(failure, () => matching(wanted, platform, rows));
  const found = await Promise.all(
    chosen.map(async ({ path, packages }): Promise<FoundLibrary> => {
      const file = posix.basename(path);
      const member = members.find((one) => namesOf(one).includes(file));
      if (member === undefined) return { file, path, packages, inImage: null };
      const { name, version } = member.found.package;
      const stub = name === LIBC_PACKAGE && (await isStub(member));
      const chains = chainsTo(member.imagePath, members);
      return { file, path, packages, inImage: { path: member.imagePath, package: name, version, chains, stub } };
    }),
  );
  return found.sort((a, b) => Number(a.inImage === null) - Number(b.inImage === null) || (a.path < b.path ? -1 : 1));
}

interface Index {
  readonly rows: readonly PackagedFile[];
  /** Why there are none. */
  readonly failure: BasewrightError | null;
}

/** All libraries of the suite. Without an index an image can still tell of its own. */
async function indexOrNothing({ index }: Pick<LibrarySource, 'index'>, members: readonly Member[]): Promise<Index> {
  try {
    return { rows: await index(), failure: null };
  } catch (error) {
    if (members.length === 0 || !(error instanceof BasewrightError) || error.code !== 'UNREACHABLE') throw error;
    return { rows: [], failure: error };
  }
}

/** What was found; where it is not in the image and no index could be read, that is what is said: not that nobody has it. */
function matchingOr(failure: BasewrightError | null, match: () => PackagedFile[]): PackagedFile[] {
  try {
    return match();
  } catch (error) {
    if (failure === null || !(error instanceof BasewrightError) || error.code !== 'NOT_FOUND') throw error;
    throw failure;
  }
}

/** The index's files, one for each path below /usr, with those of the image that it has not. */
function merged(members: readonly Member[], rows: readonly PackagedFile[]): PackagedFile[] {
  const all = new Map(rows.map((row) => [belowUsr(row.path), { ...row, path: belowUsr(row.path) }]));
  for (const { imagePath, found } of members) {
    const path = posix.join(posix.dirname(belowUsr(found.path)), posix.basename(imagePath));
    if (!all.has(path)) all.set(path, { path, packages: [found.package.name] });
  }
  return [...all.values()];
}

function belowUsr(path: string): string {
  return path.startsWith('/lib') ? `/usr${path}` : path;
}

function matching(wanted: string, platform: Platform, rows: readonly PackagedFile[]): PackagedFile[] {
  const reading = readLibraryName(wanted);
  if (reading === undefined)
    throw new BasewrightError('BAD_INPUT', `cannot find "${wanted}": it is not the name of a library`, {
      hint: LIBRARY_HINT,
    });
  const places = new Set(loaderDirectories(platform));
  const usual = rows.filter(({ path }) => places.has(posix.dirname(path)));
  const called = (names: readonly string[], among: readonly PackagedFile[]): PackagedFile[] =>
    among.filter(({ path }) => names.includes(posix.basename(path)));
  const found = ((): PackagedFile[] => {
    if (reading.kind === 'path') {
      const path = belowUsr(debianPath(reading.path, platform));
      return rows.filter((row) => row.path === path);
    }
    if (reading.kind === 'soname') {
      const first = called([reading.soname], usual);
      return first.length > 0 ? first : called([reading.soname], rows);
    }
    const first = called(namesOn(reading.name, usual), usual);
    return first.length > 0 ? first : called(namesOn(reading.name, rows), rows);
  })();
  if (found.length > 0) return found;
  const plain = wanted.replace(/^lib(?=.)|\.so.*$/g, '');
  const near = nearNames(
    plain,
    usual.map(({ path }) => posix.basename(path)),
  );
  throw new BasewrightError(
    'NOT_FOUND',
    `cannot find library "${wanted}": no Debian package for ${platform.debianArch} has it${near}`,
  );
}

function namesOn(name: string, rows: readonly PackagedFile[]): readonly string[] {
  const answer = lookUpName(
    name,
    rows.map(({ path }) => posix.basename(path)),
  );
  if (answer.kind === 'exact') return [answer.soname];
  return answer.kind === 'none' ? [] : answer.sonames;
}

function namesOf({ imagePath, links }: Member): string[] {
  return [imagePath, ...Object.keys(links)].map((path) => posix.basename(path));
}

/** For each that needs a library directly: the shortest way to it from what nothing in the image needs. */
export function chainsTo(imagePath: string, members: readonly Pick<Member, 'imagePath' | 'neededBy'>[]): string[][] {
  const neededBy = new Map(members.map((member) => [member.imagePath, member.neededBy]));
  const shortest = (from: string): string[] => {
    const queue = [[from]];
    const seen = new Set([from, imagePath]);
    for (let way = queue.shift(); way !== undefined; way = queue.shift()) {
      const users = neededBy.get(invariant(way[0], 'a way that begins'));
      if (users === undefined) return way;
      for (const user of users) {
        if (seen.has(user)) continue;
        seen.add(user);
        queue.push([user, ...way]);
      }
    }
    return [];
  };
  const ways = (neededBy.get(imagePath) ?? []).map((user) => shortest(user)).filter((way) => way.length > 0);
  return ways.map((way) => [...way, imagePath]);
}
