import { asImageExecutor } from '@basewright/image';

import { compile, type CompileOptions } from './compile';

/** Nx executor `@basewright/compile:compile`. */
export default asImageExecutor<CompileOptions>(async (options, context) => {
  await compile(context.root, options);
});
