import { asExecutor, checkedOptions } from '@basewright/core';

import { assembleRootfs } from './assemble';
import { assembleOptions } from './options';

/** The Nx executor `@basewright/rootfs-assemble:rootfs-assemble`; schema.json describes its options. */
export default asExecutor(async (given: unknown, context) => {
  const options = checkedOptions('rootfs-assemble', assembleOptions, given);
  await assembleRootfs(options, context.root);
});
