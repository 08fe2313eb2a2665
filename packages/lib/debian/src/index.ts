export { type Apt, openApt, openAptOf, openSourceApt } from './apt';
export { assertPackagesExist, type NamedPackages } from './assert-packages-exist';
export { type ChangelogEntry, cvesIn, parseChangelog } from './changelog';
export { compareVersions } from './compare-versions';
export { type FileSearch, type PackagedFile, packagesWithFile } from './contents';
export { parseStanzas, type Stanza } from './deb822';
export { type DebianRelease, debianRelease } from './debian-release';
export { snapshotTime } from './fetch/places';
export { type ImageName, imageRelease, isImageRelease, releaseLine } from './image-release';
export { binarySourceSet, essentialSet, identitySet, imageSet, type PackageRequest } from './image-set';
export { type InstalledFile, installedFiles } from './installed-files';
export { namesSourcesOfPackages, withoutSourcesOfPackages, withSourcesOfPackages } from './lock/built-from';
export { licencesOf } from './licences';
export { exportStore, fillStore, importStore } from './lock/fill-store';
export { emptyLock, formatLock, hasMergeConflict, type Lock, parseLock, readLock } from './lock/lock-file';
export { packagesOfV1, parseLockV1 } from './lock/lock-v1';
export { lockedSet, type SetToPin, shortName, sourceOf, withoutSets, withSets } from './lock/locked-sets';
export { mergeConflicting } from './lock/merge-conflict';
export { pinSources, type SourceNeed } from './lock/pin-sources';
export { type KeptBack, type SettledSet, settleSets } from './lock/settle-sets';
export {
  changelogInArchive,
  changelogInDirectory,
  type ChangelogOwner,
  type PackageChangelog,
} from './package-changelog';
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
export { configurationOrder } from './needed-packages';
export { packageRecord } from './package-record';
export { openPackaging, type Packaging } from './packaging';
export { assertSuite, openAptFor, type PinnedOptions, type PinnedPackages, pinnedPackages } from './pinned-packages';
export { currentPackages, keyOf, type PinnedSet, requestOf, toolchainPurpose } from './pinned-set';
export { type UnreadIndex } from './refresh-indexes';
export {
  type Archive,
  type DebianSettings,
  debianSettings,
  DEFAULT_SUITE,
  type ResolvedSettings,
  resolveSettings,
  SECURITY_ARCHIVE,
} from './settings';
export { type ShippedEntry, type ShippedPackage, shippedPackages } from './shipped-package';
export { type PackageMove, type SourceChanges, sourceChanges } from './source-changes';
export { sourceFile } from './source-file';
export { SOURCE_SUITES } from './source-package';
export { packageArchives, unpackPackages } from './unpack-packages';
export { conventionalNames, knownPackage, neededSet, needsOf, packageOfLibrary, pinnedNeeds } from './needed-library';
