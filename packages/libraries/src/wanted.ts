import { posix } from 'node:path';

import { type Platform } from '@basewright/core';

import { elfOf, type RootProgram, type Wanted, wantsOf } from './closure';
import { searchPaths } from './library-directories';
import { type LibraryRequest } from './library-request';
import { type LibrarySource } from './library-source';
import { nssModules } from './nsswitch';

/** What the programs themselves ask their loader for. */
export function programWants(platform: Platform, programs: readonly RootProgram[]): Wanted[] {
  return programs.flatMap(({ path, elf }) => wantsOf(platform, path, elf, posix.dirname(path)));
}

/** The modules that nsswitch.conf names. Those that glibc ships no file of are part of libc.so itself since 2.34. */
export async function nssWants(platform: Platform, source: LibrarySource): Promise<Wanted[]> {
  const all = [...nssModules()].map(async ([file, reasons]) => {
    const paths = searchPaths(platform, file, [], '/');
    if ((await source.findAtHand(paths)) === undefined) return [];
    return reasons.map((by) => ({ file, paths, by }));
  });
  return (await Promise.all(all)).flat();
}

/** What a request of the image stands for. Throws NOT_FOUND or BAD_INPUT when that is nothing or not clear. */
export async function requestWants(
  platform: Platform,
  source: LibrarySource,
  request: LibraryRequest,
): Promise<Wanted[]> {
  const by = `libraries: ${request.text}`;
  const named = (file: string): Wanted => ({ file, paths: searchPaths(platform, file, [], '/'), by });
  if (request.kind === 'soname') return [named(request.soname)];
  if (request.kind === 'name') return (await source.sonamesOf(request.name)).map(named);
  const found = await source.find([request.path]);
  const own = { file: posix.basename(request.path), paths: [request.path], by, imagePath: request.path };
  if (found === undefined) return [own];
  const { soname } = await elfOf(found);
  // With a SONAME the loader is asked for it by name; without, it is a plugin that a program opens by its path.
  return [soname === null ? own : { file: soname, paths: [request.path], by }];
}
