import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';

import { BasewrightError, didYouMean, type Platform } from '@basewright/core';
import { installedFiles, type PackageEntry, pathsInPackage, type UnpackedPackage } from '@basewright/debian';
import { type ElfFacts, isElf, machineProblem, readElf } from '@basewright/elf';

import { entriesOf as entriesAt, followLinks, targetOf } from './follow-links';
import { debianPath } from './library-directories';
import { type LibrarySource } from './library-source';
import { loaderProblem } from './platform-check';

/** A program, or another file or directory of a Debian package, that an image asks for. */
export interface ProgramRequest {
  /** Name of the package: `iproute2`. */
  readonly package: string;
  /** Absolute path in Debian, and in the image: `/usr/bin/ip`. `{multiarch}` is filled in. */
  readonly path: string;
}

/** A file or link that comes from a package, at the path it gets in the image. */
export interface PackagedEntry {
  readonly package: UnpackedPackage['package'];
  /** `programs[0]`. */
  readonly place: string;
  readonly entry: PackageEntry | { readonly type: 'made'; readonly path: string; readonly text: string };
  /** Of ELF files. */
  readonly elf?: ElfFacts;
  /** What runs it, of scripts: `/bin/sh`. */
  readonly interpreter?: string;
}

/** What the requests for programs come to. */
export interface Programs {
  readonly entries: readonly PackagedEntry[];
  /** Sentences about what no package has, each with its place in image.json. */
  readonly absent: readonly string[];
  /** Likewise about what cannot be used. */
  readonly unusable: readonly string[];
}

/**
 * Finds the files of the packages that are asked for. `interpreters` are the programs of the image that scripts may name
 * in their first line, besides those asked for here; null when they are not known.
 */
export async function findPrograms(
  platform: Platform,
  source: LibrarySource,
  requests: readonly ProgramRequest[],
  interpreters: readonly string[] | null,
): Promise<Programs> {
  const entries: PackagedEntry[] = [];
  const absent: string[] = [];
  for (const [index, request] of requests.entries()) {
    const path = debianPath(request.path, platform);
    const found = await entriesOf(source, { name: request.package, path, place: `programs[${index}]`, platform });
    if (typeof found === 'string') absent.push(found);
    // Two requests may have links to the same file.
    else entries.push(...found.filter(({ entry }) => !entries.some((one) => one.entry.path === entry.path)));
  }
  const paths = interpreters && new Set([...interpreters, ...entries.map(({ entry }) => entry.path)]);
  const unusable = entries.flatMap((one) => {
    const problem = problemOf(platform, one, paths);
    return problem === undefined
      ? []
      : [`${one.place}: ${one.entry.path} of ${one.package.name} cannot be used: ${problem}`];
  });
  return { entries, absent, unusable };
}

interface Asked {
  readonly name: string;
  readonly path: string;
  readonly place: string;
  readonly platform: Platform;
}

async function entriesOf(
  source: LibrarySource,
  { name, path, place, platform }: Asked,
): Promise<PackagedEntry[] | string> {
  const where = await source.package(name).catch((error: unknown) => {
    if (error instanceof BasewrightError && error.code === 'NOT_FOUND') return error;
    throw error;
  });
  if (where instanceof BasewrightError) return `${place}.package: ${where.message}`;
  const made = (await installedFiles(where)).find((file) => file.path === path)?.text;
  if (made !== undefined) return [{ package: where.package, place, entry: { type: 'made', path, text: made } }];
  const found = await entriesAt(where, path);
  if (found.length === 0) return `${place}.path: ${await noSuchPath(where, path)}`;
  // What was asked for itself may be looked up among all packages; links beside it in those that the image has.
  const followed = await followLinks(where, found, (link) =>
    link.path === path ? source.findLinked(where.package, targetOf(link)) : source.findAtHand([targetOf(link)]),
  ).catch((error: unknown) => {
    if (error instanceof BasewrightError && error.code === 'UNREACHABLE') return error;
    throw error;
  });
  const [link] = found;
  if (followed instanceof BasewrightError) return `${place}.path: ${leadsAway(where, link)}: ${followed.message}`;
  if (followed.dangling.some((one) => one.path === path))
    return `${place}.path: ${leadsAway(where, link)}: no Debian package for ${platform.debianArch} has that`;
  const own = found.map((entry) => ({ package: where.package, entry }));
  return Promise.all(
    [...own, ...followed.entries].map(async (one) => ({ ...one, place, ...(await natureOf(one.entry)) })),
  );
}

function leadsAway({ package: { name, version } }: UnpackedPackage, link: PackageEntry | undefined): string {
  const target = link?.type === 'symlink' ? targetOf(link) : '';
  return `${link?.path ?? ''} of ${name} ${version} is a link to ${target}, which that package does not have`;
}

async function noSuchPath(where: UnpackedPackage, path: string): Promise<string> {
  const { name, version } = where.package;
  const paths = await pathsInPackage(where);
  const sameName = paths.filter((one) => one !== path && posix.basename(one) === posix.basename(path));
  const near = sameName.length > 0 ? ` (it has ${sameName.join(', ')})` : didYouMean(path, paths);
  return `${name} ${version} has no ${path}${near}`;
}

async function natureOf(entry: PackageEntry): Promise<Pick<PackagedEntry, 'elf' | 'interpreter'>> {
  if (entry.type === 'symlink') return {};
  const bytes = await readFile(entry.source);
  if (isElf(bytes)) return { elf: readElf(bytes) };
  const line = bytes.subarray(0, 256).toString('latin1').split('\n')[0] ?? '';
  const interpreter = entry.executable ? /^#!\s*(\S+)/.exec(line)?.[1] : undefined;
  return interpreter === undefined ? {} : { interpreter };
}

function problemOf(platform: Platform, { elf, interpreter }: PackagedEntry, paths: ReadonlySet<string> | null) {
  if (elf !== undefined) return machineProblem(platform, elf) ?? loaderProblem(platform, elf);
  if (interpreter === undefined || paths === null || paths.has(interpreter)) return undefined;
  return `it is a script for ${interpreter}, which is not in the image`;
}
