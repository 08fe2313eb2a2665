export { assembleLayer } from './assemble-layer';
export { type LayerOptions, layerOptions } from './options';
