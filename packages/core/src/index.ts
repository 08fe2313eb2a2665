export { assertRoom } from './assert-room';
export { type Artefact, artefact, type Contract, defineContract } from './contract';
export {
  ownReference,
  pathValueMistake,
  portMistake,
  signalMistake,
  userMistake,
  variableNameMistake,
} from './container-settings';
export { type CompileOutput, compileOutput, type Program } from './contracts/compile';
export { type ConfigureOutput, configureOutput } from './contracts/configure';
export { type BuildTarget, type FetchedPatch, type FetchedTarball, type FetchOutput } from './contracts/fetch';
export { fetchOutput, type PatchOrigin, type PatchSet, patchesFor, tarballOf } from './contracts/fetch';
export { type LibcOutput, libcOutput } from './contracts/libc';
export { type LibrariesOutput, librariesOutput, type LibraryGap, type ResolvedLibrary } from './contracts/libraries';
export { type DerivedLayer, type LayersOutput, layersOutput } from './contracts/layers';
export { baseOutput, type PublishOutput, publishOutput } from './contracts/publish';
export { type RootfsOutput, rootfsOutput } from './contracts/rootfs';
export { type DebianPackage, type RootManifest, type ToolchainOutput, toolchainOutput } from './contracts/toolchain';
export { digestOf, sha256, sha256File } from './digest';
export { type StoredItem } from './prune/plan-prune';
export { findUnused, removeUnused } from './prune/prune-store';
export { markUsed } from './use-mark';
export { addToStore, findStored, type StoredFile } from './download-store';
export { type DynamicSymbols, dynamicSymbols } from './elf/dynamic-symbols';
export { expandPath } from './elf/expand-path';
export { type ElfFacts, elfFacts } from './elf/facts';
export { isElf } from './elf/header';
export { isCodeFor, type MachineCode, machineProblem } from './elf/machine-problem';
export { type Protections, readProtections } from './elf/protections';
export { readElf } from './elf/read';
export { BasewrightError, type BasewrightErrorDetails, type ErrorCode, reasonOf, systemCodeOf } from './errors';
export { exec, type ExecOptions, type ExecResult, tailOf } from './exec';
export { execStream } from './exec-stream';
export { plainEnvironment } from './plain-environment';
export { startProgram, type StartedProgram } from './start-program';
export { asExecutor, describeFailure, type ExecutorContext, type ExecutorResult } from './executor';
export { nestingMistake, parseForeignJson, readForeignFile, readWorkspaceFile } from './foreign-file';
export { syncPath, syncTree } from './durable';
export { exists, readPieces, writeAtomic } from './files';
export { entriesOf, manifestOf, recordTree, removeTree, reportDamage, stateOf, storedTree } from './stored-tree';
export { clearAbandoned, temporaryBeside } from './temporary-names';
export { withDirectoryIn, withTemporaryDirectory } from './temporary-directory';
export { type TreeEntry } from './tree-manifest';
export { type Damaged, findDamage } from './find-damage';
export { type Acceptance, FINDING_KINDS, type FindingKind, FINDINGS } from './findings';
export { hostDebianArch, PLATFORM_IDS, type PlatformId, platformOf } from './find-platform';
export { availableHardening, HARDENING_MEASURES, type HardeningMeasure, hardeningOptions } from './hardening';
export { isTag, repositoryMistake } from './image-name';
export { stableJson } from './json';
export { type Libc, LIBCS, LINKAGE } from './libc';
export { withLock } from './lock';
export { didYouMean, nearest } from './nearest';
export { isFirstInRun } from './once-in-run';
export { type ElfTarget, type OciPlatform, type Platform } from './platform';
export { PLATFORMS } from './platform-table';
export { activity, humanBytes, leaveOutputAlone, progress } from './progress';
export { resolvePath } from './resolve-path';
export { headOf, headOfFile, interpreterOf } from './shebang';
export { type ReadStage, readStage, recordArtefact, type StageInputs, type StageResult, writeStage } from './stage-io';
export { openStore, type Store } from './store';
export { requireSupportedNode } from './supported-node';
export { accountName, type Digest, digest, digestFrom, hexOf, packageName, projectName } from './words';
export { sha256Hex, tag, version } from './words';
