import { posix } from 'node:path';

import { ownValue, type Platform, resolvePath } from '@basewright/core';

import { fileAt } from './find-program';
import { type TreeFacts } from './tree-facts';

/** How the loader of one libc finds libraries in an image. */
export interface Loader {
  readonly libc: 'glibc' | 'musl' | 'uClibc-ng';
  /** What it searches after what a file and the environment say, in its order: absolute paths. */
  readonly directories: readonly string[];
  /** What a cache says, before those directories. */
  readonly cached: (name: string) => readonly string[];
  /** Names that it has no file for: the loader is the library. */
  readonly isBuiltIn: (name: string) => boolean;
  /** A RUNPATH counts for what libraries need in turn, as an RPATH does; both come after LD_LIBRARY_PATH. */
  readonly inheritsRunpath: boolean;
  /** It compares the versions of symbols. */
  readonly hasVersions: boolean;
}

/** musl takes these for its own, whatever follows (ldso/dynlink.c, load_library). */
export const MUSL_NAMES = /^(lib(c|pthread|rt|m|dl|util|xnet)\.|ld-musl-)/;

/** The libc whose programs name an interpreter. */
export function libcOf(interpreter: string): Loader['libc'] {
  const name = posix.basename(interpreter);
  if (name.startsWith('ld-musl-')) return 'musl';
  return /^ld(64)?-uClibc/.test(name) ? 'uClibc-ng' : 'glibc';
}

/** The loader that runs programs with an interpreter: musl's where that only stands in for glibc's, as Alpine's gcompat does. */
export function loaderOf(interpreter: string, facts: TreeFacts, platform: Platform): Loader {
  const named = libcOf(interpreter);
  const hasGlibc = glibcDirectories(platform).some((directory) => isFile(facts, `${directory}/libc.so.6`));
  const musl = [...facts.nodes.keys()].find((path) => /^\/lib\/ld-musl-[^/]+\.so\.1$/.test(path));
  if (named === 'musl' || (named === 'glibc' && !hasGlibc && musl !== undefined)) {
    return {
      libc: 'musl',
      directories: muslDirectories(facts),
      inheritsRunpath: true,
      hasVersions: false,
      cached: () => [],
      isBuiltIn: (name) => MUSL_NAMES.test(name),
    };
  }
  const isInterpreter = (name: string): boolean => name === posix.basename(interpreter);
  if (named === 'uClibc-ng') {
    const directories = ['/lib', '/usr/lib', '/usr/X11R6/lib'];
    return {
      libc: named,
      directories,
      inheritsRunpath: false,
      hasVersions: false,
      cached: () => [],
      isBuiltIn: isInterpreter,
    };
  }
  return {
    libc: named,
    directories: glibcDirectories(platform),
    inheritsRunpath: false,
    hasVersions: true,
    isBuiltIn: isInterpreter,
    cached: (name) => ownValue(facts.libraryCache, name) ?? [],
  };
}

/** Those of Debian's loader, then those of distributions that have 64-bit libraries beside 32-bit ones. */
function glibcDirectories({ multiarch, elf }: Platform): string[] {
  const plain = [`/lib/${multiarch}`, `/usr/lib/${multiarch}`, '/lib', '/usr/lib'];
  return elf.bits === 64 ? [...plain, '/lib64', '/usr/lib64'] : plain;
}

/** What /etc/ld-musl-<machine>.path says; separators are colons and line ends. */
function muslDirectories({ texts }: TreeFacts): string[] {
  const written = Object.entries(texts).find(([path]) => path.startsWith('/etc/ld-musl-'))?.[1];
  return (written ?? '/lib:/usr/local/lib:/usr/lib').split(/[:\n]/).filter((directory) => directory !== '');
}

function isFile({ nodes }: TreeFacts, path: string): boolean {
  return fileAt(nodes, resolvePath(nodes, path) ?? '')?.type === 'file';
}
