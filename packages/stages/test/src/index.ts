export { type AllowedFailure } from './allowed-failures';
export { type ImageTestOutput, imageTestOutput } from './contract';
export { type TestOptions, testOptions } from './options';
export { testImage } from './test-image';
