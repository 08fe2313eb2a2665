import { asImageExecutor } from '@basewright/image';

import { type LibraryResolveOptions, resolveLibraries } from './resolve-libraries';

export default asImageExecutor<LibraryResolveOptions>(async (options, context) => {
  await resolveLibraries(options, context.root);
});
