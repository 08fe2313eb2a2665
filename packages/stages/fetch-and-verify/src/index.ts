export { fetchAndVerify } from './fetch-and-verify';
export { type FetchOptions, fetchOptions } from './options';
export { type DebianNeeds, debianNeeds } from './source-needs';
