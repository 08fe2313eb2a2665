import { asExecutor, checkedOptions } from '@basewright/core';

import { libraryResolveOptions } from './options';
import { resolveLibraries } from './resolve-libraries';

/** The Nx executor `@basewright/library-resolve:library-resolve`; schema.json describes its options. */
export default asExecutor(async (given: unknown, context) => {
  const options = checkedOptions('library-resolve', libraryResolveOptions, given);
  await resolveLibraries(options, context.root);
});
