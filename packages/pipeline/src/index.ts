export { imagePaths } from './image-paths';
export { type LibraryNeeds, libraryNeeds } from './library-needs';
export { type Image, readImage } from './read-image';
export { imageSources } from './source-stage';
export { type OtherTarget, outputOf, type Stage, type StageName, type StageOptions } from './stage';
