import { asImageExecutor } from '@basewright/image';

import { assembleLayer } from './assemble-layer';
import { type LayerOptions } from './options';

/** The Nx executor `@basewright/rootfs:layer-assemble`; schema.json beside it describes its options. */
export default asImageExecutor<LayerOptions>(async (options, context) => {
  await assembleLayer(options, context.root);
});
