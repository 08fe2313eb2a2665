export { type AllowedFailure } from './allowed-failures';
export { testOutput, type TestOutput } from './contract';
export { type BuiltTestOptions, type TestOptions, testOptions } from './options';
export { testImage } from './test-image';
