export { fetchAndVerify } from './fetch-and-verify';
export { type FetchOptions } from './options';
