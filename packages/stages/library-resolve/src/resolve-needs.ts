import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';

import { BasewrightError, type Platform } from '@basewright/core';
import { dynamicSymbols } from '@basewright/elf';

import { type Closure, closureOf, type Member, type RootProgram, type Wanted, wantsOf } from './closure';
import { debianPath, searchPaths } from './library-directories';
import { type LibraryRequest } from './library-request';
import { LIBC_PACKAGE } from './library-set';
import { type LibrarySource } from './library-source';
import { nssModules } from './nsswitch';
import { assertRuns } from './platform-check';
import { findPrograms, type PackagedEntry, type ProgramRequest } from './programs';

/** What an image needs, or asks for. */
export interface LibraryNeeds {
  readonly platform: Platform;
  /** The programs that earlier stages made. */
  readonly own: readonly RootProgram[];
  readonly libraries: readonly LibraryRequest[];
  readonly programs: readonly ProgramRequest[];
  /** The text of nsswitch.conf. */
  readonly nsswitch: string;
  /** Paths of programs that scripts may name in their first line; null when not known. */
  readonly interpreters: readonly string[] | null;
}

/** The closed set of what an image needs. */
export interface Resolution {
  /** Sorted by image path. */
  readonly members: readonly Member[];
  readonly programs: readonly PackagedEntry[];
  /** What became of requests that were not what they seem: for people, one sentence each. */
  readonly remarks: readonly string[];
  /** The packages that the beginning of a name stands for, where no library has the name itself. */
  readonly beginnings: Readonly<Record<string, readonly string[]>>;
}

interface Asked {
  readonly wants: readonly Wanted[];
  readonly absent: readonly string[];
  readonly remarks: readonly string[];
  readonly beginnings: Readonly<Record<string, readonly string[]>>;
}

/**
 * The closed set of shared objects and programs: found, of the right platform, and with every symbol version they want of
 * one another. Throws one error with everything that is not so, CHECK_FAILED, or NOT_FOUND when something is only lacking.
 */
export async function resolveNeeds(needs: LibraryNeeds, source: LibrarySource): Promise<Resolution> {
  const { platform, own } = needs;
  for (const { path, elf } of own) assertRuns(platform, path, elf);
  const programs = await findPrograms(platform, source, needs.programs, needs.interpreters);
  const roots = [...own, ...programs.entries.flatMap(({ entry, elf }) => (elf ? [{ path: entry.path, elf }] : []))];
  const asked = await askedFor(needs, source);
  const wanted = [
    ...roots.flatMap(({ path, elf }) => wantsOf(platform, path, elf, posix.dirname(path))),
    ...(await nssWants(needs, source)),
    ...asked.wants,
  ];
  const placed = new Set(programs.entries.map(({ entry }) => entry.path));
  const closure = await closureOf(platform, wanted, { find: (paths) => source.find(paths), placed });
  const absent = [...programs.absent, ...asked.absent, ...(await missingLines(needs, closure, source))];
  const unusable = [...programs.unusable, ...closure.problems, ...versionProblems(roots, closure.members)];
  refuse(platform, absent, unusable);
  return {
    members: closure.members,
    programs: programs.entries,
    remarks: [...asked.remarks, ...(await stubRemarks(needs.libraries, closure.members))],
    beginnings: asked.beginnings,
  };
}

/** What the requests of the image stand for. */
async function askedFor({ platform, libraries }: LibraryNeeds, source: LibrarySource): Promise<Asked> {
  const wants: Wanted[] = [];
  const absent: string[] = [];
  const remarks: string[] = [];
  const beginnings: Record<string, readonly string[]> = {};
  for (const request of libraries) {
    const { by } = request;
    if (request.kind === 'path') {
      const path = debianPath(request.path, platform);
      wants.push({ file: posix.basename(path), paths: [path], by, at: path });
      continue;
    }
    const named = request.kind === 'soname' ? { sonames: [request.soname] } : await source.named(request.name);
    if ('problem' in named) {
      absent.push(`${request.place} "${request.text}": ${named.problem}`);
      continue;
    }
    wants.push(...named.sonames.map((file) => ({ file, paths: searchPaths(platform, file, []), by })));
    if (request.kind !== 'name' || !('packages' in named)) continue;
    beginnings[request.name] = named.packages;
    remarks.push(`${by}: no library is called that; taken are those that begin so: ${named.sonames.join(', ')}`);
  }
  return { wants, absent, remarks, beginnings };
}

/** The modules that nsswitch.conf names. */
async function nssWants({ platform, nsswitch }: LibraryNeeds, source: LibrarySource): Promise<Wanted[]> {
  const all = nssModules(nsswitch).map(async ({ soname: file, reasons, builtIn }) => {
    const paths = searchPaths(platform, file, []);
    if (builtIn && (await source.findInLibc(paths)) === undefined) return [];
    return reasons.map((by) => ({ file, paths, by }));
  });
  return (await Promise.all(all)).flat();
}

async function missingLines(
  { platform, libraries }: LibraryNeeds,
  { missing }: Closure,
  source: LibrarySource,
): Promise<string[]> {
  const places = new Map(libraries.map(({ by, place }) => [by, place]));
  return Promise.all(
    missing.map(async ({ file, neededBy }) => {
      const wanting = neededBy.map((by) => places.get(by) ?? by).join(', ');
      const near = await source.suggestion(file);
      return `${wanting}: no Debian package for ${platform.debianArch} has ${file}${near}`;
    }),
  );
}

function refuse({ id }: Platform, absent: readonly string[], unusable: readonly string[]): void {
  const lines = [...absent, ...unusable].map((line) => `  ${line}`).join('\n');
  if (lines === '') return;
  const code = unusable.length === 0 ? 'NOT_FOUND' : 'CHECK_FAILED';
  throw new BasewrightError(code, `cannot resolve the libraries for ${id}:\n${lines}`);
}

/**
 * Says which libraries that were asked for by name are empty: glibc made them part of libc.so.6 and keeps the names. Who writes
 * the SONAME of one wants it for a program that names it so.
 */
async function stubRemarks(requests: readonly LibraryRequest[], members: readonly Member[]): Promise<string[]> {
  const reasons = new Set(requests.flatMap(({ kind, by }) => (kind === 'name' ? [by] : [])));
  const asked = members.filter(
    ({ found, neededBy }) => found.package.name === LIBC_PACKAGE && neededBy.some((by) => reasons.has(by)),
  );
  const stubs = await Promise.all(asked.map(async (member) => ((await isStub(member)) ? [member] : [])));
  return stubs
    .flat()
    .map(
      ({ imagePath, neededBy }) =>
        `${neededBy.filter((by) => reasons.has(by)).join(', ')}: glibc has made it part of libc.so.6; ` +
        `${imagePath} is an empty stub for programs linked before that`,
    );
}

/** Whether a library offers nothing but the names of its versions. */
export async function isStub({ found }: Pick<Member, 'found'>): Promise<boolean> {
  const { exported } = dynamicSymbols(await readFile(found.source));
  return exported.every((name) => /^__lib\w+_version_placeholder|^_(init|fini|edata|end)$|^__bss_start$/.test(name));
}

/**
 * The symbol versions that are wanted of a library and that it does not define, as the loader finds them at start: one
 * sentence for each file and library. A library that defines none is let pass, as the loader does.
 */
export function versionProblems(programs: readonly RootProgram[], members: readonly Member[]): string[] {
  const names = members.flatMap((member) =>
    [member.imagePath, ...Object.keys(member.links)].map((path) => [posix.basename(path), member] as const),
  );
  const providers = new Map(names);
  const users = [...programs, ...members.map(({ imagePath, elf }) => ({ path: imagePath, elf }))];
  return users.flatMap(({ path, elf }) =>
    Object.entries(elf.versionsNeeded).flatMap(([file, versions]) => {
      const provider = providers.get(file);
      const defined = provider?.elf.versionsDefined ?? [];
      if (provider === undefined || defined.length === 0) return [];
      const absent = versions.filter((version) => !defined.includes(version));
      if (absent.length === 0) return [];
      const { name, version } = provider.found.package;
      return [`${path} needs ${absent.join(', ')} of ${file}, which ${name} ${version} does not define`];
    }),
  );
}
