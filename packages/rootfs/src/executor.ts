import { asImageExecutor } from '@basewright/image';

import { assembleRootfs } from './assemble';
import { type AssembleOptions } from './options';

/** The Nx executor `@basewright/rootfs:rootfs-assemble`; schema.json describes its options. */
export default asImageExecutor<AssembleOptions>(async (options, context) => {
  await assembleRootfs(options, context.root);
});
