import { didYouMean } from '@basewright/core';

import { type Accounts, type Group, type User } from './accounts';
import { imagePath, type Report } from './image-path';
import { SYSTEM_GROUPS, SYSTEM_USERS } from './system-accounts';

/** A user as an image's author writes one: a new one, or what is to be otherwise of one who is there. */
export interface WrittenUser {
  readonly name: string;
  /** A new user has to have one. */
  readonly uid?: number;
  /** Default: the uid. */
  readonly gid?: number;
  /** Groups that he is in besides his own, by name. */
  readonly groups?: readonly string[];
  /** The comment field. Default: the name. */
  readonly gecos?: string;
  /** Default: `/nonexistent`, which like `/` makes no directory. */
  readonly home?: string;
  /** Default: `/bin/false`. */
  readonly shell?: string;
}

/** A group as an image's author writes one: a new one, or what is to be otherwise of one that is there. */
export interface WrittenGroup {
  readonly name: string;
  /** A new group has to have one. */
  readonly gid?: number;
  /** Those of a group that is there stay in it. */
  readonly members?: readonly string[];
}

/** As useradd(8) takes names; anything else breaks tools that parse the files. */
const NAME = /^[a-z_][a-z0-9_-]{0,31}$/;

/** (uid_t) -1 means "no change" to chown(2), so it is nobody's number. */
const HIGHEST_ID = 2 ** 32 - 2;

/** The accounts of an image that is made on no other. */
const SYSTEM: Accounts = { users: SYSTEM_USERS, groups: SYSTEM_GROUPS };

/**
 * The accounts that are there already, by default the system's, with what the author says otherwise of them, and after them
 * those that he adds. A new user whose gid no group has gets a group of his own name; who is in a group whose number changes
 * stays in it. Reports bad names and numbers, numbers used twice, and members and groups that are none; nothing of what is
 * there already.
 */
export function mergeAccounts(written: WrittenAccounts, report: Report, existing: Accounts = SYSTEM): Accounts {
  const groupsThere = changedGroups(written, existing, report);
  const numbers = new Map(
    existing.groups.flatMap(({ gid }, at) => {
      const now = groupsThere[at]?.gid ?? gid;
      return now === gid ? [] : [[gid, now] as const];
    }),
  );
  const usersThere = existing.users.map((user) => {
    const own = { ...user, gid: numbers.get(user.gid) ?? user.gid };
    const said = written.users.find(({ name }) => name === user.name);
    return said === undefined ? own : changedUser(own, said, report);
  });
  const added = written.users.flatMap((user) =>
    existing.users.some(({ name }) => name === user.name) ? [] : completed(user, report),
  );
  const users = [...usersThere, ...added];
  const asked = [...groupsThere, ...newGroups(written, existing, report)];
  const groups = withMembers([...asked, ...ownGroups(added, asked)], written.users, report);
  for (const { name, members } of groups.filter((group) => !existing.groups.includes(group))) {
    for (const member of members.filter((one) => !users.some((user) => user.name === one)))
      report(`group ${name}: member "${member}" is no user${didYouMean(member, namesOf(users))}`);
  }
  reportRepeated(
    'user',
    { written: namesOf(written.users), rows: users.map(({ name, uid }) => ({ name, id: uid })) },
    report,
  );
  const own = groups.slice(asked.length);
  reportRepeated(
    'group',
    { written: namesOf([...written.groups, ...own]), rows: groups.map(({ name, gid }) => ({ name, id: gid })) },
    report,
  );
  return { users, groups };
}

/** What an author writes of accounts. */
interface WrittenAccounts {
  readonly users: readonly WrittenUser[];
  readonly groups: readonly WrittenGroup[];
}

function namesOf(rows: readonly { readonly name: string }[]): string[] {
  return rows.map(({ name }) => name);
}

function changedUser(user: User, { uid, gid, ...said }: WrittenUser, report: Report): User {
  const { home = user.home, shell = user.shell, gecos = user.gecos } = said;
  return checked({ ...user, uid: uid ?? user.uid, gid: gid ?? user.gid, gecos, home, shell }, report);
}

function completed(user: WrittenUser, report: Report): User[] {
  const { name, uid, gecos = name, home = '/nonexistent', shell = '/bin/false' } = user;
  checkName('user', name, report);
  if (uid === undefined) {
    report(`user ${name}: a new user has to have a number: write "uid" (nobody is called so in the image)`);
    return [];
  }
  return [checked({ name, uid, gid: user.gid ?? uid, gecos, home, shell }, report)];
}

function checked(user: User, report: Report): User {
  const { name, uid, gid, gecos, home, shell } = user;
  checkId(`user ${name}: uid`, uid, report);
  checkId(`user ${name}: gid`, gid, report);
  if (/[:\p{Cc}]/u.test(gecos)) report(`user ${name}: gecos holds a colon or a line break`);
  for (const path of [home, shell].filter((each) => each.includes(':')))
    report(`user ${name}: "${path}" holds a colon`);
  const place = imagePath(home, `user ${name}: home`, report) ?? '/';
  return { ...user, home: place, shell: imagePath(shell, `user ${name}: shell`, report) ?? shell };
}

/** The groups that are there, in their order, as the author has them. */
function changedGroups({ groups }: WrittenAccounts, existing: Accounts, report: Report): Group[] {
  return existing.groups.map((group) => {
    const said = groups.find(({ name }) => name === group.name);
    if (said === undefined) return group;
    const { gid = group.gid, members = [] } = said;
    checkId(`group ${group.name}: gid`, gid, report);
    return { ...group, gid, members: [...new Set([...group.members, ...members])] };
  });
}

function newGroups({ groups }: WrittenAccounts, existing: Accounts, report: Report): Group[] {
  return groups.flatMap(({ name, gid, members = [] }) => {
    if (existing.groups.some((group) => group.name === name)) return [];
    checkName('group', name, report);
    if (gid === undefined) {
      const near = didYouMean(name, namesOf(existing.groups));
      report(
        `group ${name}: a new group has to have a number: write "gid" (no group is called so in the image${near})`,
      );
      return [];
    }
    checkId(`group ${name}: gid`, gid, report);
    return [{ name, gid, members: [...members] }];
  });
}

/** The groups, with the users who say that they are in them. */
function withMembers(groups: readonly Group[], users: readonly WrittenUser[], report: Report): Group[] {
  for (const { name, groups: asked = [] } of users)
    for (const group of asked.filter((one) => !groups.some((other) => other.name === one)))
      report(`user ${name}: there is no group "${group}"${didYouMean(group, namesOf(groups))}`);
  return groups.map((group) => {
    const more = users.filter(({ groups: asked = [] }) => asked.includes(group.name)).map(({ name }) => name);
    const members = more.filter((name) => !group.members.includes(name));
    return members.length === 0 ? group : { ...group, members: [...group.members, ...members] };
  });
}

function ownGroups(users: readonly User[], groups: readonly Group[]): Group[] {
  const own = users.filter(({ gid }) => !groups.some((group) => group.gid === gid));
  const first = own.filter(({ gid }, index) => own.findIndex((user) => user.gid === gid) === index);
  return first.map(({ name, gid }) => ({ name, gid, members: [] }));
}

function checkName(what: string, name: string, report: Report): void {
  if (NAME.test(name)) return;
  report(
    `${what} ${JSON.stringify(name)}: a name is up to 32 of a-z, 0-9, "_" and "-", and starts with a letter or "_"`,
  );
}

function checkId(what: string, id: number, report: Report): void {
  if (Number.isInteger(id) && id >= 0 && id <= HIGHEST_ID) return;
  report(`${what} ${id} is not a whole number from 0 to ${HIGHEST_ID}`);
}

/** Only those whom the author writes of are to blame. */
function reportRepeated(
  what: 'user' | 'group',
  { rows, written }: { rows: readonly { name: string; id: number }[]; written: readonly string[] },
  report: Report,
): void {
  for (const name of new Set(written.filter((one, at) => written.indexOf(one) !== at)))
    report(`${what} ${name}: there is a ${what} of that name already`);
  const blamed = rows.filter(
    ({ name }, at) => written.includes(name) && rows.findIndex((one) => one.name === name) === at,
  );
  for (const row of blamed) {
    const others = rows.filter((other) => other.id === row.id && other.name !== row.name);
    const same = others.find((other) => !blamed.includes(other) || rows.indexOf(other) < rows.indexOf(row));
    if (same !== undefined) report(`${what} ${row.name}: number ${row.id} is ${same.name}'s already`);
  }
}
