export { asImageExecutor, type ImageReference } from './as-image-executor';
export { imageJsonSchema } from './image-file/image-json-schema';
export { type ImageSpec, imageSchema, type WrittenImage } from './image-file/image-schema';
export { parseImageFile } from './image-file/parse-image-file';
export { buildSettings, type ImageSettings, resolveImageSettings, type ResolvedSettings } from './image-settings';
export { type Image, readImage } from './read-image';
export { type Stage } from './stages/stage';
