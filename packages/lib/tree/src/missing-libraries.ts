import { posix } from 'node:path';

import { fileName, type Platform, resolvePath } from '@basewright/core';
import { machineProblem } from '@basewright/elf';

import { libraryPlaces } from './find-findings';
import { fileAt } from './find-program';
import { load } from './load';
import { libcOf, loaderOf } from './loader';
import { type StartFacts } from './program';
import { isAuthors, type TreeFacts } from './tree-facts';

/** A library that is nowhere in an image, and the author's files that need it, directly or through other libraries. */
export interface MissingLibrary {
  /** As files name it: `libssl.so.3`. */
  readonly library: string;
  /** Absolute paths in the image, sorted. */
  readonly files: readonly string[];
}

/**
 * What the programs and shared objects that an author adds lack of libraries of glibc, sorted by name. Of another libc
 * than the image's, or for another machine, nothing is missing: they would not start with it.
 */
export function missingLibraries(facts: TreeFacts, platform: Platform): MissingLibrary[] {
  const places = libraryPlaces(facts);
  const missing = new Map<string, Set<string>>();
  for (const [path, node] of facts.nodes) {
    if (node.type !== 'file' || !isAuthors(node) || node.program?.kind !== 'elf') continue;
    for (const library of lackedBy(path, node.program.elf, facts, platform)) {
      // One that is there is the author's to be found: with RUNPATH, or LD_LIBRARY_PATH.
      if (places.has(library) || !fileName.safeParse(library).success) continue;
      missing.set(library, (missing.get(library) ?? new Set()).add(path));
    }
  }
  return [...missing]
    .map(([library, files]) => ({ library, files: [...files].sort() }))
    .sort((a, b) => (a.library < b.library ? -1 : 1));
}

function lackedBy(path: string, elf: StartFacts, facts: TreeFacts, platform: Platform): string[] {
  const interpreter = elf.interpreter ?? loaderIn(facts);
  if (interpreter === undefined || machineProblem(platform, elf) !== undefined) return [];
  if (elf.needed.some((name) => /^libc\.(musl-|so$)/.test(name)) || libcOf(interpreter) !== 'glibc') return [];
  if (fileAt(facts.nodes, resolvePath(facts.nodes, interpreter) ?? '')?.type !== 'file') return [];
  const loader = loaderOf(interpreter, facts, platform);
  if (loader.libc !== 'glibc') return [];
  return load(path, elf, { facts, platform, loader, libraryPath: [] }).missing.map(({ library }) => library);
}

/** glibc's loader, which loads shared objects that name none. */
function loaderIn({ nodes }: TreeFacts): string | undefined {
  return [...nodes.keys()].find((path) => /^ld(-linux|64)[^/]*\.so\.\d+$/.test(posix.basename(path)));
}
