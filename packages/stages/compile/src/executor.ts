import { asExecutor, checkedOptions } from '@basewright/core';

import { compile } from './compile';
import { compileOptions } from './options';

/** The Nx executor `@basewright/compile:compile`; schema.json describes its options. */
export default asExecutor(async (given: unknown, context) => {
  const options = checkedOptions('compile', compileOptions, given);
  await compile(context.root, options);
});
