export { fetchBase } from './fetch-base';
export { type BaseOptions, baseOptions } from './options';
