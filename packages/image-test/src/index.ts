export { type ImageTestOutput, imageTestOutput } from './contract';
export { type ImageTestOptions, testImage } from './test-image';
export { type AllowedFailure } from './upstream-results';
