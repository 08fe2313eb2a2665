export { type BlobSource } from './documents/blob';
export { type ContainerSettings } from './documents/image-config';
export { MEDIA_TYPES } from './documents/media-types';
export { type LayoutRequest, planLayout, type PlannedImage, type PlannedLayout } from './documents/plan-layout';
export { type Descriptor } from './documents/types';
export { describeProblem, type Problem } from './validate/problem';
export { validateLayout } from './validate/validate-layout';
export { writeLayout } from './write-layout';
