export { fetchAndVerify } from './fetch-and-verify';
export { MIRROR_FORMS, parseMirror } from './mirror';
export { type FetchAndVerifyOptions, fetchAndVerifyOptions } from './options';
export { type DebianNeeds, debianNeeds } from './source-needs';
