export { type Apt, openApt, openAptOf, openSourceApt } from './apt';
export { assertPackagesExist } from './assert-packages-exist';
export { type FileSearch, type PackagedFile, packagesWithFile } from './contents';
export { type ChangelogEntry, cvesIn, parseChangelog } from './changelog';
export { compareVersions } from './compare-versions';
export { parseStanzas, type Stanza } from './deb822';
export { binarySourceSet, identitySet, imageSet, type PackageRequest } from './image-set';
export { type InstalledFile, installedFiles } from './installed-files';
export { emptyLock, formatLock, hasMergeConflict, type Lock, parseLock, readLock } from './lock/lock-file';
export { lockedSet, type SetToPin, shortName, sourceOf, withoutSets, withSets } from './lock/locked-sets';
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
export {
  changelogInArchive,
  changelogInDirectory,
  type ChangelogOwner,
  type PackageChangelog,
} from './package-changelog';
export { assertSuite, openAptFor, type PinnedOptions, type PinnedPackages, pinnedPackages } from './pinned-packages';
export { currentPackages, keyOf, type PinnedSet, requestOf, toolchainPurpose } from './pinned-set';
export {
  type Archive,
  DEFAULT_SUITE,
  SECURITY_ARCHIVE,
  type DebianSettings,
  debianSettings,
  type ResolvedSettings,
  resolveSettings,
} from './settings';
export { type ShippedEntry, type ShippedPackage, shippedPackages } from './shipped-package';
export { type PackageMove, type SourceChanges, sourceChanges } from './source-changes';
export { sourceFile } from './source-file';
export { SOURCE_SUITES } from './source-package';
export { packageArchives, unpackPackages } from './unpack-packages';
export { snapshotTime } from './fetch/places';
export { namesSourcesOfPackages, withoutSourcesOfPackages, withSourcesOfPackages } from './lock/built-from';
export { mergeConflicting } from './lock/merge-conflict';
export { packagesOfV1, parseLockV1 } from './lock/lock-v1';
export { pinSources, type SourceNeed } from './lock/pin-sources';
export { type KeptBack, type SettledSet, settleSets } from './lock/settle-sets';
export { type UnreadIndex } from './refresh-indexes';
export { exportStore, fillStore, importStore } from './lock/fill-store';
