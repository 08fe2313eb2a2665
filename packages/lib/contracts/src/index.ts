export { APPLET_PATHS, APPLET_PATHS_TEXT, type AppletPaths, SETUID_BUSYBOX, withAppletPaths } from './applet-paths';
export { type CompileOutput, compileOutput, type Program } from './compile';
export { type ConfigureOutput, configureOutput } from './configure';
export { type Artefact, artefact, type Contract, defineContract } from './contract';
export {
  type BuildTarget,
  type FetchedPatch,
  type FetchedTarball,
  type FetchAndVerifyOutput,
  fetchAndVerifyOutput,
  patchesFor,
  type PatchOrigin,
  type PatchSet,
  tarballOf,
} from './fetch-and-verify';
export { acceptance, type Acceptance, accepts, FINDING_KINDS, type FindingKind, FINDINGS } from './findings';
export { type ImagePackage } from './image-package';
export { type DerivedLayer, type LayerAssembleOutput, layerAssembleOutput } from './layer-assemble';
export { type LibcOutput, libcOutput } from './libc';
export {
  type LibraryResolveOutput,
  libraryResolveOutput,
  type LibraryGap,
  type ResolvedLibrary,
} from './library-resolve';
export { baseOutput, type PublishOutput, publishOutput } from './publish';
export { type RootfsAssembleOutput, rootfsAssembleOutput } from './rootfs-assemble';
export { type ReadStage, readStage, recordArtefact, type StageInputs, type StageResult, writeStage } from './stage-io';
export { type SbomComponent, type SbomOutput, sbomOutput } from './sbom';
export { type DebianPackage, type RootManifest, type ToolchainOutput, toolchainOutput } from './toolchain';
export { type VexOutput, vexOutput, type VexStatement } from './vex';
