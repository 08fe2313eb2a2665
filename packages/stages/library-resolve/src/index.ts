export { parseLibraryList } from './library-list';
export { LIBRARY_HINT, readLibraryName } from './library-request';
export { librarySet, type RequestingImage } from './library-set';
export { type LibraryResolveOptions, libraryResolveOptions } from './options';
export { type ProgramRequest } from './programs';
export { type WrittenNeeds } from './read-needs';
export { requestedBy, requestedSets } from './requested-sets';
export { locateLibrary, resolveLibraries } from './resolve-libraries';
export { type LibraryEntry } from './read-requests';
