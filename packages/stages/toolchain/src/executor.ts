import { asExecutor, checkedOptions } from '@basewright/core';

import { toolchainOptions } from './options';
import { resolveToolchain } from './resolve-toolchain';

/** The Nx executor `@basewright/toolchain:toolchain`; schema.json describes its options. */
export default asExecutor(async (given: unknown, context) => {
  const options = checkedOptions('toolchain', toolchainOptions, given);
  await resolveToolchain(context.root, options);
});
