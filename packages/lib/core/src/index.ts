export { assertRoom } from './assert-room';
export {
  ownReference,
  pathDirectoryMistake,
  pathValueMistake,
  portMistake,
  signalMistake,
  userMistake,
  variableNameMistake,
} from './container-settings';
export { dateMistake, secondsOf } from './created-date';
export { digestOf, sha256, sha256File } from './digest';
export { addToStore, findStored, type StoredFile } from './download-store';
export { syncPath, syncTree } from './durable';
export { BasewrightError, ERROR_CODES, type ErrorCode, invariant, reasonOf, systemCodeOf } from './errors';
export { execStream } from './exec-stream';
export { exec, type ExecOptions, type ExecResult, tailOf } from './exec';
export { asExecutor, describeFailure, type ExecutorContext, type ExecutorResult } from './executor';
export { exists, readPieces, writeAtomic, plainPath } from './files';
export { findDamage } from './find-damage';
export { hostDebianArch, PLATFORM_IDS, type PlatformId, platformId, platformOf } from './find-platform';
export { nestingMistake, parseForeignJson, readForeignFile, readForeignSync } from './foreign-file';
export { readWorkspaceBytes, readWorkspaceFile, readWorkspaceSync } from './foreign-file';
export { isTag, repositoryMistake } from './image-name';
export { stableJson } from './json';
export { lastCommitArguments, lastCommitTime } from './last-commit';
export { withLock } from './lock';
export { didYouMean, nearest } from './nearest';
export { isFirstInRun } from './once-in-run';
export { ownValue } from './own-value';
export { plainEnvironment } from './plain-environment';
export { PLATFORMS } from './platform-table';
export { type ElfTarget, type OciPlatform, type Platform } from './platform';
export { humanBytes, leaveOutputAlone, log, sayProgress } from './log';
export { describeMistake, type FieldPath, type Problem, refusalOf } from './problem';
export { findUnused, removeUnused, type StoredItem } from './prune/prune-store';
export { replaceDirectory } from './replace-directory';
export { resolvePath } from './resolve-path';
export { HEAD, headOf, headOfFile, interpreterOf } from './shebang';
export { type ProgramLimits, type StartedProgram, startProgram } from './start-program';
export { openStore, type Store } from './store';
export { entriesOf, recordTree, removeTree, reportDamage, stateOf, storedTree } from './stored-tree';
export { requireSupportedNode } from './supported-node';
export { withDirectoryIn, withTemporaryDirectory } from './temporary-directory';
export { clearAbandoned, temporaryBeside } from './temporary-names';
export { type TreeEntry } from './tree-manifest';
export { asBuild, markUsed } from './use-mark';
export { accountName, type Digest, digest, digestFrom, hexOf, packageName, projectName, sha256Hex } from './words';
export { architecture, fileMode, fileName, imagePath, linkTarget, pathInside, sourceDate } from './words';
export { tag, version, workspacePath } from './words';
export { type DeepReadonly } from './deep-readonly';
export { checkedOptions, explainIssue, knownFields } from './explain-issue';
