import { asExecutor, checkedOptions } from '@basewright/core';

import { assembleLayer } from './assemble-layer';
import { layerAssembleOptions } from './options';

/** The Nx executor `@basewright/layer-assemble:layer-assemble`; schema.json describes its options. */
export default asExecutor(async (given: unknown, context) => {
  const options = checkedOptions('layer-assemble', layerAssembleOptions, given);
  await assembleLayer(options, context.root);
});
