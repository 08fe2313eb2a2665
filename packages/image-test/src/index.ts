export { type AllowedFailure } from './allowed-failures';
export { type ImageTestOutput, imageTestOutput } from './contract';
export { type ImageTestOptions } from './options';
export { testImage } from './test-image';
