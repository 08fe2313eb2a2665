export { type Apt, openApt, openSourceApt } from './apt';
export { assertPackagesExist } from './assert-packages-exist';
export { type FileSearch, type PackagedFile, packagesWithFile } from './contents';
export { parseStanzas, type Stanza } from './deb822';
export { identitySet, imageSet, type PackageRequest } from './image-set';
export { type InstalledFile, installedFiles } from './installed-files';
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
export { currentPackages, openAptFor, pinnedPackages, type PinnedOptions, type PinnedSet } from './pinned-packages';
export { DEFAULT_SUITE, type DebianSettings, type ResolvedSettings, resolveSettings } from './settings';
export { type ShippedEntry, type ShippedPackage, shippedPackages } from './shipped-package';
export { sourceFile } from './source-file';
export { SOURCE_SUITES } from './source-package';
export { missingPackages, unpackPackages } from './unpack-packages';
