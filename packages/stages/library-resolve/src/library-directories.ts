import { posix } from 'node:path';

import { type Platform } from '@basewright/core';
import { glibcLoader } from '@basewright/libcs';

/** Where libraries lie in the image. Debian's loader searches it on every architecture, after the multiarch directories. */
export const IMAGE_LIBRARIES = '/lib';

/** The directories that Debian's loader searches, in its order, without the /lib ones that merged-/usr makes links. */
export function loaderDirectories({ multiarch }: Platform): string[] {
  return [`/usr/lib/${multiarch}`, '/usr/lib'];
}

/**
 * Every place in Debian where a file may be that the loader would find by its name: `own` directories (absolute ones of
 * RUNPATH or RPATH), then the default ones.
 */
export function searchPaths(platform: Platform, file: string, own: readonly string[]): string[] {
  const interpreter = posix.basename(glibcLoader(platform)) === file ? [glibcLoader(platform)] : [];
  return [...own, ...loaderDirectories(platform)].map((directory) => posix.join(directory, file)).concat(interpreter);
}

/** An author's path in Debian, with `{multiarch}` as the platform spells it: `/usr/lib/{multiarch}/gconv`. */
export function debianPath(written: string, { multiarch }: Platform): string {
  return written.replaceAll('{multiarch}', multiarch);
}

/** Links that make the interpreter's path hold where it is not below {@link IMAGE_LIBRARIES}: `/lib64` to `lib`. */
export function loaderLinks(platform: Platform): Record<string, string> {
  const directory = posix.dirname(glibcLoader(platform));
  if (directory === IMAGE_LIBRARIES) return {};
  return { [directory]: posix.relative(posix.dirname(directory), IMAGE_LIBRARIES) };
}
