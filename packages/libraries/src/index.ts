export { type LibraryResolveOptions } from './options';
export { type ProgramRequest } from './programs';
export { type WrittenNeeds } from './read-needs';
export { requestedSets } from './requested-sets';
export { resolveLibraries } from './resolve-libraries';
