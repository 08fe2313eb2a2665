export { asImageExecutor, type ImageReference, stageOf } from './as-image-executor';
export { imageJsonSchema } from './image-file/image-json-schema';
export { type ImageSpec, imageSchema, type WrittenImage } from './image-file/image-schema';
export { type BaseReference, parseBaseReference } from './image-file/base-reference';
export { type DerivedSpec } from './image-file/derived-schema';
export { type AnyImageSpec, isDerived, parseImageFile } from './image-file/parse-image-file';
export { withBaseDigest } from './image-file/with-base-digest';
export { isLibraryList } from './library-list';
export {
  accessTo,
  buildSettings,
  type ImageSettings,
  resolveImageSettings,
  type ResolvedSettings,
} from './image-settings';
export { projectName, projectNameIn } from './project-name';
export { type Image, readImage, readImageText } from './read-image';
export { imagePaths } from './stages/image-paths';
export { type LibraryNeeds, libraryNeeds } from './stages/library-needs';
export { imageSources } from './stages/source-stage';
export { type OtherTarget, type Stage } from './stages/stage';
