import {
  accountFiles,
  arrangeTree,
  type FileContent,
  homeEntries,
  isSettledBy,
  mergeAccounts,
  refusal,
  type TreeEntry,
  writtenEntries,
  type WrittenGroup,
  type WrittenTree,
  type WrittenUser,
} from '@basewright/tree';

import { type Applet, appletEntries, type AppletLinks, BUSYBOX, SETUID, withEnvForScripts } from './applet-links';
import { libraryEntries, type LibraryTree } from './library-entries';
import { type Identity } from './os-release';
import { identityEntries, skeletonEntries } from './skeleton';

/** Everything a root file system is made of. */
export interface RootfsInputs extends Identity, WrittenTree {
  readonly busybox: FileContent;
  readonly getconf: FileContent;
  /** The second BusyBox, which is setuid; null where there is none. */
  readonly setuid: FileContent | null;
  readonly applets: readonly Applet[];
  readonly appletLinks: AppletLinks;
  readonly libraries: LibraryTree;
  readonly users: readonly WrittenUser[];
  readonly groups: readonly WrittenGroup[];
  /** What makes certificates trusted. */
  readonly trusted: readonly TreeEntry[];
}

/**
 * The root file system of an image, one entry per path, sorted by path with each directory before what is in it.
 * Throws BAD_INPUT with every mistake in the inputs at once; each names the two that are at odds.
 */
export function planRootfs(inputs: RootfsInputs): TreeEntry[] {
  const problems: string[] = [];
  const report = (problem: string): void => void problems.push(problem);
  const accounts = mergeAccounts(inputs, report);
  const written = writtenEntries(inputs, accounts, report);
  const { programs } = inputs.libraries;
  const applets = withEnvForScripts(inputs.applets, [...programs, ...written.map(({ path }) => path)]);
  const entries = arrangeTree(
    [
      ...skeletonEntries(),
      ...identityEntries(inputs).filter(({ path }) => !written.some((own) => own.path === path)),
      program(BUSYBOX, inputs.busybox),
      program('/bin/getconf', inputs.getconf),
      ...(inputs.setuid === null ? [] : [program(SETUID.target, inputs.setuid, SETUID.mode)]),
      ...appletEntries(applets, inputs.appletLinks, programs, report),
      ...libraryEntries(inputs.libraries, report),
      ...inputs.trusted,
      ...accountFiles(accounts),
      ...homeEntries(accounts).filter((home) => !isSettledBy(home, written)),
      ...written,
    ],
    report,
  );
  if (problems.length > 0) throw refusal('the root file system', problems);
  return entries;
}

function program(path: string, content: FileContent, mode = 0o755): TreeEntry {
  return { type: 'file', path, mode, uid: 0, gid: 0, content, origin: 'compile', isPackaged: true };
}
