export { type BaseReference, parseBaseReference } from './image-file/base-reference';
export { type BuildTarget, buildTargetOf, forPlatform } from './image-file/builds';
export { isOutside, namedFiles, type NamedFile, type Rule } from './image-file/common-rules';
export { isKnownBase } from './image-file/busybox-schema';
export { type DerivedSpec } from './image-file/derived-schema';
export { imageJsonSchema } from './image-file/image-json-schema';
export { imageSchema, type ImageSpec, type WrittenImage } from './image-file/image-schema';
export { type AnyImageSpec, isDerived, parseImageFile } from './image-file/parse-image-file';
export { expandTag } from './image-file/tag-template';
export { accountsFit, accountsOf } from './image-file/tree-rules';
export { withBaseDigest } from './image-file/with-base-digest';
export {
  accessTo,
  buildSettings,
  imageSettings,
  type ImageSettings,
  type ResolvedSettings,
  resolveImageSettings,
} from './image-settings';
export { readImageText } from './image-text';
export { isLibraryList } from './library-list';
export { projectName, projectNameIn } from './project-name';
export { releasePatches } from './security-fixes';
