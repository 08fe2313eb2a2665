import { posix } from 'node:path';

import { type Platform, resolvePath } from '@basewright/core';
import { expandPath, machineProblem } from '@basewright/elf';

import { fileAt } from './find-program';
import { type Loader } from './loader';
import { type StartFacts } from './program';
import { type TreeFacts } from './tree-facts';

/** What a program is loaded in. */
export interface LoadContext {
  readonly facts: TreeFacts;
  readonly platform: Platform;
  readonly loader: Loader;
  /** The directories of LD_LIBRARY_PATH. */
  readonly libraryPath: readonly string[];
}

/** What loading a program came to. */
export interface Loaded {
  /** Names of libraries that are nowhere on the way, and the file that needs each: the program, or a library of it. */
  readonly missing: readonly { readonly library: string; readonly by: string }[];
  /** Versions that a library has not: `GLIBC_2.38`. */
  readonly versions: readonly { readonly library: string; readonly versions: readonly string[]; readonly by: string }[];
}

interface Module {
  readonly path: string;
  /** What $ORIGIN stands for: of a library the directory that it was found in, whatever links lead on from there. */
  readonly origin: string;
  /** Undefined for a library of a base that was not looked into. */
  readonly elf: StartFacts | undefined;
  /** Directories that those who need it give, to what their libraries need as well. */
  readonly inherited: readonly string[];
}

/**
 * Follows what a program needs as its loader would (ld.so(8)), breadth first: each name once, a library that is loaded
 * already for all who name it. Nothing is run.
 */
export function load(path: string, elf: StartFacts, context: LoadContext): Loaded {
  const { loader } = context;
  const modules = new Map<string, Module | null>();
  const missing: { library: string; by: string }[] = [];
  const queue: Module[] = [{ path, origin: posix.dirname(path), elf, inherited: [] }];
  const all: Module[] = [...queue];
  for (let module = queue.shift(); module !== undefined; module = queue.shift()) {
    for (const name of module.elf?.needed ?? []) {
      if (modules.has(name) || loader.isBuiltIn(name)) continue;
      const found = findLibrary(name, module, context);
      modules.set(name, found ?? null);
      if (found === undefined) {
        missing.push({ library: name, by: module.path });
        continue;
      }
      const soname = found.elf?.soname;
      if (soname != null && !modules.has(soname)) modules.set(soname, found);
      if (all.some((one) => one.path === found.path)) continue;
      queue.push(found);
      all.push(found);
    }
  }
  return { missing, versions: loader.hasVersions ? all.flatMap((module) => absentVersions(module, modules)) : [] };
}

/**
 * Where what a module needs is looked for, before and after the directories of the environment, and what its libraries
 * inherit. glibc passes a RUNPATH by on the way up to the program, and every RPATH where the module has a RUNPATH itself
 * (elf/dl-load.c, _dl_map_object).
 */
function directoriesOf({ origin, elf, inherited }: Module, { platform, loader }: LoadContext) {
  const { rpath = [], runpath = [] } = elf ?? {};
  const own = expandPath(runpath.length > 0 ? runpath : rpath, platform, origin);
  const all = [...own, ...inherited];
  if (loader.inheritsRunpath) return { before: [], after: all, bequeathed: all };
  if (runpath.length > 0) return { before: [], after: own, bequeathed: inherited };
  return { before: all, after: [], bequeathed: all };
}

function findLibrary(name: string, module: Module, context: LoadContext): Module | undefined {
  const { facts, loader, libraryPath, platform } = context;
  const { before, after, bequeathed } = directoriesOf(module, context);
  const directories = [...before, ...libraryPath, ...after];
  const places = name.includes('/')
    ? [posix.resolve('/', name)]
    : [
        ...directories.map((directory) => posix.join(directory, name)),
        ...loader.cached(name),
        ...loader.directories.map((directory) => posix.join(directory, name)),
      ];
  for (const place of places) {
    const path = resolvePath(facts.nodes, place);
    const node = path === null ? undefined : fileAt(facts.nodes, path);
    if (path === null || node?.type !== 'file') continue;
    const elf = node.program?.kind === 'elf' ? node.program.elf : undefined;
    // A library of another machine is passed over (elf/dl-load.c, open_verify).
    if (elf !== undefined && machineProblem(platform, elf) !== undefined) continue;
    return { path, origin: posix.dirname(place), elf, inherited: bequeathed };
  }
  return undefined;
}

/** A library that defines no versions at all is let pass, as the loader does. */
function absentVersions({ path, elf }: Module, modules: ReadonlyMap<string, Module | null>): Loaded['versions'] {
  return Object.entries(elf?.versionsNeeded ?? {}).flatMap(([library, wanted]) => {
    const defined = modules.get(library)?.elf?.versionsDefined ?? [];
    const versions = defined.length === 0 ? [] : wanted.filter((version) => !defined.includes(version));
    return versions.length === 0 ? [] : [{ library, versions, by: path }];
  });
}
