export { type CompileOutput, compileOutput, type Program } from './compile';
export { type ConfigureOutput, configureOutput } from './configure';
export { type Artefact, artefact, type Contract, defineContract } from './contract';
export {
  type BuildTarget,
  type FetchedPatch,
  type FetchedTarball,
  type FetchOutput,
  fetchOutput,
  patchesFor,
  type PatchOrigin,
  type PatchSet,
  tarballOf,
} from './fetch';
export { type Acceptance, FINDING_KINDS, type FindingKind, FINDINGS } from './findings';
export { type DerivedLayer, type LayersOutput, layersOutput } from './layers';
export { type LibcOutput, libcOutput } from './libc';
export { type LibrariesOutput, librariesOutput, type LibraryGap, type ResolvedLibrary } from './libraries';
export { baseOutput, type PublishOutput, publishOutput } from './publish';
export { type RootfsOutput, rootfsOutput } from './rootfs';
export { type ReadStage, readStage, recordArtefact, type StageInputs, type StageResult, writeStage } from './stage-io';
export { type DebianPackage, type RootManifest, type ToolchainOutput, toolchainOutput } from './toolchain';
