import { asImageExecutor } from '@basewright/image';

import { resolveToolchain, type ToolchainOptions } from '../resolve-toolchain';

/** Nx executor `@basewright/toolchain:toolchain`. */
export default asImageExecutor<ToolchainOptions>(async (options, context) => {
  await resolveToolchain(context.root, options);
});
