import { asExecutor, checkedOptions } from '@basewright/core';

import { buildLibc } from './build-libc';
import { libcOptions } from './options';

/** The Nx executor `@basewright/libc:libc`; schema.json describes its options. */
export default asExecutor(async (given: unknown, context) => {
  const options = checkedOptions('libc', libcOptions, given);
  await buildLibc(context.root, options);
});
