import { asExecutor } from '@basewright/core';

import { resolveToolchain, type ToolchainOptions } from '../resolve-toolchain';

/** Nx executor `@basewright/toolchain:toolchain`. */
export default asExecutor<ToolchainOptions>(async (options, context) => {
  await resolveToolchain(context.root, options);
});
