import { posix } from 'node:path';

import { type Platform } from '@basewright/core';

/** Where libraries lie in the image. Debian's loader searches it on every architecture, after the multiarch directories. */
export const IMAGE_LIBRARIES = '/lib';

/** The directories that Debian's loader searches, in its order, without the /lib ones that merged-/usr makes links. */
export function loaderDirectories({ multiarch }: Platform): string[] {
  return [`/usr/lib/${multiarch}`, '/usr/lib'];
}

/** Every place in Debian where a file may be that the loader would find by its name: default directories, then RUNPATH. */
export function searchPaths(platform: Platform, file: string, runpath: readonly string[], origin: string): string[] {
  const own = runpath
    .map((directory) => expandTokens(directory, platform, origin))
    .filter((path) => path.startsWith('/'));
  const interpreter = posix.basename(platform.loader) === file ? [platform.loader] : [];
  return [...own, ...loaderDirectories(platform)].map((directory) => posix.join(directory, file)).concat(interpreter);
}

/** Replaces what ld.so(8) calls dynamic string tokens in a RUNPATH entry. */
function expandTokens(directory: string, { multiarch }: Platform, origin: string): string {
  return directory.replaceAll(/\$(?:ORIGIN|\{ORIGIN\})/g, origin).replaceAll(/\$(?:LIB|\{LIB\})/g, `lib/${multiarch}`);
}

/** Links that make the interpreter's path hold where it is not below {@link IMAGE_LIBRARIES}: `/lib64` to `lib`. */
export function loaderLinks({ loader }: Platform): Record<string, string> {
  const directory = posix.dirname(loader);
  if (directory === IMAGE_LIBRARIES) return {};
  return { [directory]: posix.relative(posix.dirname(directory), IMAGE_LIBRARIES) };
}
