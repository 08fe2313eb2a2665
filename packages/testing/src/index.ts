export { REGISTRY_LOGIN, type RegistrySetup, withRegistry } from './docker-registry';
export { readTar } from './dump-tar';
export { type DumpedEntry, dumpTree } from './dump-tree';
export { type RegistryProxy, type Trouble, withProxy } from './registry-proxy';
export { inTemporaryDirectory } from './temporary-directory';
