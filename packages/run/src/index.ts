export { type RunImage, type RunOptions } from './options';
export { runImage, type RunRequest } from './run-image';
