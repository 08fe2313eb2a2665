export { type ImageTestOutput, imageTestOutput } from './contract';
export { emulatorSet } from './image-runner';
export { type ImageTestOptions } from './options';
export { testImage } from './test-image';
export { type AllowedFailure } from './upstream-results';
