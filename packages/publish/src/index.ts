export { type ContainerSettings } from './oci/image-config';
export { type PublishOptions, type RootfsOption } from './options';
export { publish } from './publish';
export { describeProblem, type Problem } from './validate/problem';
export { validateLayout } from './validate/validate-layout';
