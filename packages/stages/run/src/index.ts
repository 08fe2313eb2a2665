export { type Asked, readAsked } from './asked';
export { buildTarget } from './build-target';
export { wordsOfRun } from './command-line';
export { CannotStart } from './find-program';
export { type RunImage, type RunOptions } from './options';
export { runImage, type RunRequest } from './run-image';
export { outliveSignals } from './signals';
export { type NxOptions, runTarget } from './run-target';
