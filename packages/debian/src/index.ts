export { type Apt, openApt, openSourceApt } from './apt';
export { type PackagedFile, packagesWithFile } from './contents';
export { parseStanzas, type Stanza } from './deb822';
export { emptyLock, type Lock, lockedSet, readLock, withSets } from './lock';
export { pinnedPackages, type PinnedOptions, type PinnedSet } from './pinned-packages';
export { DEFAULT_SUITE, type DebianSettings, type ResolvedSettings, resolveSettings } from './settings';
export { SOURCE_SUITES, sourceFile } from './source-file';
export { missingPackages, unpackPackages } from './unpack-packages';
