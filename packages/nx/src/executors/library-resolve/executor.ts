import { libraryResolveOptions, resolveLibraries } from '@basewright/library-resolve';

import { fromImage } from '../from-image';

/** The Nx executor `@basewright/nx:library-resolve`: the stage library-resolve of an image.json. */
export default fromImage('library-resolve', libraryResolveOptions, resolveLibraries);
