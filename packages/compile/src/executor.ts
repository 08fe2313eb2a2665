import { asExecutor } from '@basewright/core';

import { compile, type CompileOptions } from './compile';

/** Nx executor `@basewright/compile:compile`. */
export default asExecutor<CompileOptions>(async (options, context) => {
  await compile(context.root, options);
});
