import { asImageExecutor } from '@basewright/image';

import { compile } from './compile';
import { type CompileOptions } from './options';

/** Nx executor `@basewright/compile:compile`; schema.json describes its options. */
export default asImageExecutor<CompileOptions>(async (options, context) => {
  await compile(context.root, options);
});
