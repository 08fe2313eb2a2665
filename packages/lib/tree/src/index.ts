export { ACCOUNT_FILES, accountFiles, homeEntries, isSettledBy } from './account-entries';
export { type Accounts, type Group, parseAccounts, type User } from './accounts';
export { arrangeTree, nameOf, refusal } from './arrange-tree';
export { BASE_INSPECTION, type BaseFact, baseFactReader, baseLibraries, baseText, type BaseTree } from './base-facts';
export { OF_BASE, treeFactsOf } from './facts-of-plan';
export { findFindings, type Subject } from './find-findings';
export { findProgram } from './find-program';
export { findUser, userByNumber } from './find-user';
export { type Finding } from './finding';
export { byCodeUnit, imagePath, parentsOf, pathProblem, type Report, targetProblem } from './image-path';
export { libraryCache } from './library-cache';
export { createdOption, createdTime } from './created-option';
export { listing } from './listing';
export { lookAtFile } from './look-at-file';
export { mergeAccounts, type WrittenGroup, type WrittenUser } from './merge-accounts';
export { ownerMistake, ownerOf } from './owner';
export { programOfContent, readContent } from './program-of-content';
export { type MissingLibrary, missingLibraries } from './missing-libraries';
export { type Program, programOf } from './program';
export {
  type BuildOutputs,
  pathOfSource,
  readSources,
  sourceDigests,
  type SourceNode,
  type SourceTree,
  type WrittenFile,
} from './source-tree';
export { type Start, startOf } from './start';
export { type LayerTimes, tarLayer } from './tar-layer';
export {
  decidesStart,
  isAuthors,
  mayBeProgram,
  type NodeFacts,
  OF_PROGRAMS,
  readDeciding,
  readTreeFacts,
  type TreeFacts,
  treeFactsText,
} from './tree-facts';
export {
  type DirectoryEntry,
  type FileContent,
  type FileEntry,
  type HardLinkEntry,
  type SymlinkEntry,
  type TreeEntry,
} from './tree';
export { writeLayer } from './write-layer';
export { isWritten, type WrittenDirectory, writtenEntries, type WrittenTree } from './written-entries';
export { writtenOptions } from './written-options';
