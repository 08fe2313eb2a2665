export { imageJsonSchema } from './image-file/image-json-schema';
export { type ImageSpec, imageSchema, type WrittenImage } from './image-file/image-schema';
export { parseImageFile } from './image-file/parse-image-file';
export { createNodes, createNodes as createNodesV2, inferImage, name } from './plugin';
export { type PluginOptions } from './plugin-options';
