import { asImageExecutor } from '@basewright/image';

import { type LibraryResolveOptions } from './options';
import { resolveLibraries } from './resolve-libraries';

/** The Nx executor `@basewright/libraries:library-resolve`; schema.json describes its options. */
export default asImageExecutor<LibraryResolveOptions>(async (options, context) => {
  await resolveLibraries(options, context.root);
});
