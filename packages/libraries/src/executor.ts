import { asImageExecutor } from '@basewright/image';

import { type LibraryResolveOptions } from './options';
import { resolveLibraries, tellLibrary } from './resolve-libraries';

/** The Nx executor `@basewright/libraries:library-resolve`; schema.json describes its options. */
export default asImageExecutor<LibraryResolveOptions>(async (options, context) => {
  if (options.find === undefined) await resolveLibraries(options, context.root);
  else await tellLibrary(options, options.find, context.root);
});
