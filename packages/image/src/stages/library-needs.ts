import { type ImageSpec } from '../image-file/image-schema';
import { isLibraryList } from '../library-list';
import { type ImagePaths } from './image-paths';

/** What an image asks of library-resolve, its paths as paths of the workspace. */
export interface LibraryNeeds {
  /** Names, and paths of lists of names; a path has a slash. */
  readonly libraries: readonly string[];
  readonly programs: readonly { readonly package: string; readonly path: string }[];
  readonly nsswitch?: string;
}

/** The part of an image.json that library-resolve takes. */
export function libraryNeeds(
  { libraries, programs, nsswitch }: Pick<ImageSpec, 'libraries' | 'programs' | 'nsswitch'>,
  { source }: Pick<ImagePaths, 'source'>,
): LibraryNeeds {
  return {
    libraries: libraries.map((entry) => (isLibraryList(entry) ? withSlash(source(entry)) : entry)),
    programs,
    ...(nsswitch === undefined ? {} : { nsswitch: source(nsswitch) }),
  };
}

/** The files of the workspace that it names. */
export function libraryFiles({ libraries, nsswitch }: LibraryNeeds): string[] {
  return [...libraries.filter(isLibraryList), ...(nsswitch === undefined ? [] : [nsswitch])];
}

function withSlash(path: string): string {
  return path.includes('/') ? path : `./${path}`;
}
