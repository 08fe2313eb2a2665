export { fetchBase } from './fetch-base';
export { type BaseOptions } from './options';
