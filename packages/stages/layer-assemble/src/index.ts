export { assembleLayer } from './assemble-layer';
export { type LayerAssembleOptions, layerAssembleOptions } from './options';
