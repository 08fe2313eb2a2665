export { type Apt, openApt, openSourceApt } from './apt';
export { type PackagedFile, packagesWithFile } from './contents';
export { parseStanzas, type Stanza } from './deb822';
export { emptyLock, type Lock, lockedSet, readLock, withSets } from './lock';
export { openPackaging, type Packaging } from './packaging';
export {
  entriesInPackage,
  fileInPackage,
  type PackageEntry,
  type PackageFile,
  pathsInPackage,
  sharedObjectsIn,
  unpacked,
  type UnpackedPackage,
} from './package-files';
export { currentPackages, pinnedPackages, type PinnedOptions, type PinnedSet } from './pinned-packages';
export { DEFAULT_SUITE, type DebianSettings, type ResolvedSettings, resolveSettings } from './settings';
export { sourceFile } from './source-file';
export { SOURCE_SUITES } from './source-package';
export { missingPackages, unpackPackages } from './unpack-packages';
