export { type AllowedFailure } from './allowed-failures';
export { type ImageTestOutput, imageTestOutput } from './contract';
export { type ImageTestOptions, imageTestOptions } from './options';
export { testImage } from './test-image';
