export { fetchAndVerify } from './fetch-and-verify';
export { type FetchOptions } from './options';
export { type DebianNeeds, debianNeeds } from './source-needs';
