export { readTar } from './dump-tar';
export { type DumpedEntry, dumpTree } from './dump-tree';
export { inTemporaryDirectory } from './temporary-directory';
