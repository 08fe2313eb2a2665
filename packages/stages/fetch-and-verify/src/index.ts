export { fetchAndVerify } from './fetch-and-verify';
export { type FetchAndVerifyOptions, fetchAndVerifyOptions } from './options';
export { type DebianNeeds, debianNeeds } from './source-needs';
