export { type Accounts, type Group, parseAccounts, type User } from './accounts';
export { findFindings, type Subject } from './find-findings';
export { findProgram } from './find-program';
export { type Finding } from './finding';
export { type Program, programOf } from './program';
export { type Start, startOf } from './start';
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
