import { asExecutor, checkedOptions } from '@basewright/core';

import { assembleRootfs } from './assemble';
import { rootfsAssembleOptions } from './options';

/** The Nx executor `@basewright/rootfs-assemble:rootfs-assemble`; schema.json describes its options. */
export default asExecutor(async (given: unknown, context) => {
  const options = checkedOptions('rootfs-assemble', rootfsAssembleOptions, given);
  await assembleRootfs(options, context.root);
});
