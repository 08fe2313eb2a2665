export { type ImageTestOutput, imageTestOutput } from './contract';
export { type ImageTestOptions } from './options';
export { testImage } from './test-image';
export { type AllowedFailure } from './upstream-results';
