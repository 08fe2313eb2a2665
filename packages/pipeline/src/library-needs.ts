import { type ImageSpec, isLibraryList } from '@basewright/image';
import { type LibraryEntry } from '@basewright/library-resolve';

import { type ImagePaths } from './image-paths';

/** What an image asks of library-resolve, its paths as paths of the workspace. */
export interface LibraryNeeds {
  readonly libraries: readonly LibraryEntry[];
  readonly programs: readonly { readonly package: string; readonly path: string }[];
  readonly nsswitch?: string;
}

/** The part of an image.json that library-resolve takes. */
export function libraryNeeds(
  { libraries, programs, nsswitch }: Pick<ImageSpec, 'libraries' | 'programs' | 'nsswitch'>,
  { source }: Pick<ImagePaths, 'source'>,
): LibraryNeeds {
  return {
    libraries: libraries.map((entry) => (isLibraryList(entry) ? { list: source(entry) } : entry)),
    programs,
    ...(nsswitch === undefined ? {} : { nsswitch: source(nsswitch) }),
  };
}

/** The files of the workspace that it names. */
export function libraryFiles({ libraries, nsswitch }: LibraryNeeds): string[] {
  const lists = libraries.flatMap((entry) => (typeof entry === 'string' ? [] : [entry.list]));
  return [...lists, ...(nsswitch === undefined ? [] : [nsswitch])];
}
