export { REGISTRY_LOGIN, type RegistrySetup, withRegistry } from './docker-registry';
export { readTar } from './dump-tar';
export { type DumpedEntry, dumpTree } from './dump-tree';
export { type PinnedArchive, pinnedArchive } from './pinned-archive';
export {
  bothLocks,
  PACKAGE_SETS_LOCK,
  pinnedFor,
  pinnedSource,
  purposesLike,
  REPOSITORY_LOCK,
  repositoryPins,
  TESTS_LOCK,
} from './pinned';
export { childrenOf, descendantsOf, type Ended, ended, runCommand, start, until } from './processes';
export { type RegistryProxy, type Trouble, withProxy } from './registry-proxy';
export { storeWithOwn } from './store-with-own';
export { inTemporaryDirectory } from './temporary-directory';
