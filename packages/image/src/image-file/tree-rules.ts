import { accepts, type Acceptance } from '@basewright/contracts';
import { type FieldPath, type Problem } from '@basewright/core';
import {
  accountFiles,
  type Accounts,
  arrangeTree,
  findUser,
  homeEntries,
  isSettledBy,
  mergeAccounts,
  ownerMistake,
  ownerOf,
  targetProblem,
  type TreeEntry,
  type WrittenDirectory,
  writtenEntries,
  type WrittenGroup,
  type WrittenUser,
} from '@basewright/tree';

import { type Rule } from './common-rules';

/** What an image.json of either kind says of the tree. */
interface WritesTree {
  readonly rootfs: {
    readonly users: readonly WrittenUser[];
    readonly groups: readonly WrittenGroup[];
    readonly files: readonly { readonly owner?: string | undefined }[];
    readonly links: Readonly<Record<string, string>>;
    readonly directories: readonly WrittenDirectory[];
  };
  readonly image: { readonly user?: string | undefined };
  readonly accept: readonly Acceptance[];
}

/** Links lead to what can be a target. */
export const linksHaveTargets: Rule<WritesTree> = ({ rootfs }) =>
  Object.entries(rootfs.links).flatMap(([path, target]) => {
    const text = targetProblem(target);
    return text === undefined ? [] : [{ at: ['rootfs', 'links', path], text }];
  });

/** Owners have the form of one; whether they are there is for whoever knows the base. */
export const ownersAreOwners: Rule<WritesTree> = (image) => badOwners(image, ownerMistake);

/**
 * Users, groups and owners are there, and no two things at one path. `existing` are the accounts that the image has before its
 * own; those of an image on no other by default.
 */
export function accountsFit(existing?: Accounts): Rule<WritesTree> {
  return (image) => {
    const { rootfs } = image;
    const problems: Problem[] = [];
    const accounts = mergeAccounts(rootfs, (text) => problems.push({ at: accountOf(rootfs, text), text }), existing);
    const unknown = badOwners(image, (owner) => {
      const found = ownerMistake(owner) === null ? ownerOf(owner, accounts) : null;
      return typeof found === 'string' ? found : null;
    });
    return [...problems, ...unknown, ...startsAsNobody(image, accounts)];
  };
}

/**
 * The accounts that an image ends with; null where only a build could say. `existing` are those of what it is made on, by
 * default those of an image on nothing; null where they are not known.
 */
export function accountsOf({ rootfs, ...more }: MakesAccounts, existing?: Accounts | null): Accounts | null {
  const { packages = [], withoutFiles = [] } = more;
  // Scripts of packages make users, and a file may be the table itself or bring it.
  const isOpen = packages.length + withoutFiles.length > 0 || rootfs.files.some(({ path }) => TABLES.test(path));
  return existing === null || (existing !== undefined && isOpen)
    ? null
    : mergeAccounts(rootfs, () => undefined, existing);
}

const TABLES = /^\/(etc(\/(passwd|group)?)?)?$/;

interface MakesAccounts {
  readonly rootfs: Pick<WritesTree['rootfs'], 'users' | 'groups'> & {
    readonly files: readonly { readonly path: string }[];
  };
  readonly packages?: readonly string[];
  readonly withoutFiles?: readonly string[];
}

/** Where somebody stands of whom a problem is: `user app: …`. */
function accountOf(rootfs: WritesTree['rootfs'], problem: string): FieldPath {
  const [what, field] = problem.startsWith('group ') ? (['group', 'groups'] as const) : (['user', 'users'] as const);
  const index = rootfs[field].findLastIndex(({ name }) =>
    [name, JSON.stringify(name)].some((said) => problem.startsWith(`${what} ${said}: `)),
  );
  return index === -1 ? ['rootfs', field] : ['rootfs', field, index];
}

function badOwners({ rootfs }: WritesTree, mistakeOf: (owner: string) => string | null): Problem[] {
  return (['files', 'directories'] as const).flatMap((field) =>
    rootfs[field].flatMap(({ owner }, index) => {
      const text = owner === undefined ? null : mistakeOf(owner);
      return text === null ? [] : [{ at: ['rootfs', field, index, 'owner'], text }];
    }),
  );
}

function startsAsNobody({ image, accept }: WritesTree, accounts: Accounts): Problem[] {
  if (accept.some((one) => accepts(one, { kind: 'unknown-user', file: null }))) return [];
  return findUser(image.user ?? '', accounts).unknown.map(({ problem }) => ({
    at: ['image', 'user'],
    // As publish tells it, who sees what packages and files bring: by this name it can be accepted.
    text: `${problem} [unknown-user]`,
  }));
}

/** Links, directories, homes and tables of accounts are not in each other's way in an image on no other. */
export const pathsAreOwn: Rule<WritesTree> = ({ rootfs }) => {
  const problems: Problem[] = [];
  const accounts = mergeAccounts(rootfs, () => undefined);
  // Its place in a list is in no message: beside mistakes of shape it is another one.
  const written = writtenEntries({ ...rootfs, files: [] }, accounts, () => undefined).map((entry): TreeEntry => ({
    ...entry,
    origin: entry.origin.replace(/\[\d+\]$/, ''),
  }));
  const homes = homeEntries(accounts).filter((home) => !isSettledBy(home, written));
  arrangeTree([...accountFiles(accounts), ...homes, ...written], (text) => problems.push({ at: ['rootfs'], text }));
  return problems;
};
