export { type LibraryResolveOptions } from './options';
export { type ProgramRequest } from './programs';
export { type WrittenNeeds } from './read-needs';
export { librarySet, type RequestingImage } from './library-set';
export { requestedBy, requestedSets } from './requested-sets';
export { resolveLibraries } from './resolve-libraries';
