import { asExecutor } from '@basewright/core';

import { type LibraryResolveOptions, resolveLibraries } from './resolve-libraries';

export default asExecutor<LibraryResolveOptions>(async (options, context) => {
  await resolveLibraries(options, context.root);
});
