export { compressLayer, LEVEL, type PackageSettings } from './compress';
export { emulationRefused, type Emulator, withInterpreter } from './emulator';
export { type MakeRun, runMake } from './make';
export { materialiseRoot } from './materialise-root';
export { packRoot, packSet, type PinnedRoot, pinnedRoot, type RootSet } from './pack-root';
export { MERGED_USR, MOUNT_POINTS, placeInRoot, rootManifest } from './root-layout';
export { type Bind, checkSandbox, runInSandbox, sandboxArguments, type SandboxRun } from './sandbox';
export { type SourcePatch, type SourceTree, sourceTree, type SourceTreeRequest } from './source-tree';
export { type DebianSettings } from '@basewright/debian';
