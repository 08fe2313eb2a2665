export { libraryPackages } from './library-packages';
export { type LibraryRequest, parseLibraryRequest } from './library-request';
export { LIBRARY_PACKAGES, librarySet } from './library-set';
export { type LibraryResolveOptions, resolveLibraries } from './resolve-libraries';
