import { asImageExecutor } from '@basewright/image';

import { buildLibc, type LibcOptions } from './build-libc';

/** Nx executor `@basewright/toolchain:libc`. */
export default asImageExecutor<LibcOptions>(async (options, context) => {
  await buildLibc(context.root, options);
});
