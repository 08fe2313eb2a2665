export { buildLibc } from './build-libc';
export { libcOptions, type LibcOptions } from './options';
