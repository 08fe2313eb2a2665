import { assembleLayer, layerAssembleOptions } from '@basewright/layer-assemble';

import { fromImage } from '../from-image';

/** The Nx executor `@basewright/nx:layer-assemble`: the stage layer-assemble of an image.json. */
export default fromImage('layer-assemble', layerAssembleOptions, assembleLayer);
