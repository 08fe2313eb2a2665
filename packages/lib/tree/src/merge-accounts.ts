import { didYouMean } from '@basewright/core';

import { type Accounts, type Group, type User } from './accounts';
import { imagePath, type Report } from './image-path';
import { SYSTEM_GROUPS, SYSTEM_USERS } from './system-accounts';

/** A user as an image's author writes one. */
export interface WrittenUser {
  readonly name: string;
  readonly uid: number;
  /** Default: the uid. */
  readonly gid?: number;
  /** The comment field. Default: the name. */
  readonly gecos?: string;
  /** Default: `/nonexistent`, which like `/` makes no directory. */
  readonly home?: string;
  /** Default: `/bin/false`. */
  readonly shell?: string;
}

/** A group as an image's author writes one. */
export interface WrittenGroup {
  readonly name: string;
  readonly gid: number;
  readonly members?: readonly string[];
}

/** As useradd(8) takes names; anything else breaks tools that parse the files. */
const NAME = /^[a-z_][a-z0-9_-]{0,31}$/;

/** (uid_t) -1 means "no change" to chown(2), so it is nobody's number. */
const HIGHEST_ID = 2 ** 32 - 2;

/** The accounts of an image that is made on no other. */
const SYSTEM: Accounts = { users: SYSTEM_USERS, groups: SYSTEM_GROUPS };

/**
 * The accounts that are there already, by default the system's, and after them the author's. A user whose gid no group
 * has gets a group of his own name. Reports bad names and numbers, names and numbers used twice, and members who are no
 * users; nothing of what is there already.
 */
export function mergeAccounts(
  written: { readonly users: readonly WrittenUser[]; readonly groups: readonly WrittenGroup[] },
  report: Report,
  existing: Accounts = SYSTEM,
): Accounts {
  const added = written.users.map((user) => completed(user, report));
  const users = [...existing.users, ...added];
  const asked = [...existing.groups, ...written.groups.map((group) => ({ members: [], ...group }))];
  const groups = [...asked, ...ownGroups(added, asked)];
  for (const { name, gid, members } of groups.slice(existing.groups.length)) {
    checkName(`group`, name, report);
    checkId(`group ${name}: gid`, gid, report);
    const unknown = members.filter((member) => !users.some((user) => user.name === member));
    for (const member of unknown) {
      report(
        `group ${name}: member "${member}" is no user${didYouMean(
          member,
          users.map((user) => user.name),
        )}`,
      );
    }
  }
  reportRepeated(
    'user',
    users.map(({ name, uid }) => ({ name, id: uid })),
    existing.users.length,
    report,
  );
  reportRepeated(
    'group',
    groups.map(({ name, gid }) => ({ name, id: gid })),
    existing.groups.length,
    report,
  );
  return { users, groups };
}

function completed(user: WrittenUser, report: Report): User {
  const { name, uid, gid = uid, gecos = name, home = '/nonexistent', shell = '/bin/false' } = user;
  checkName('user', name, report);
  checkId(`user ${name}: uid`, uid, report);
  checkId(`user ${name}: gid`, gid, report);
  if (/[:\p{Cc}]/u.test(gecos)) report(`user ${name}: gecos holds a colon or a line break`);
  for (const path of [home, shell].filter((each) => each.includes(':')))
    report(`user ${name}: "${path}" holds a colon`);
  const place = imagePath(home, `user ${name}: home`, report) ?? '/';
  return { name, uid, gid, gecos, home: place, shell: imagePath(shell, `user ${name}: shell`, report) ?? shell };
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

/** Of the rows only those from `first` on are to blame. */
function reportRepeated(
  what: 'user' | 'group',
  rows: readonly { name: string; id: number }[],
  first: number,
  report: Report,
): void {
  rows.slice(first).forEach(({ name, id }, index) => {
    const before = rows.slice(0, first + index);
    if (before.some((other) => other.name === name)) report(`${what} ${name}: there is a ${what} of that name already`);
    const same = before.find((other) => other.id === id && other.name !== name);
    if (same !== undefined) report(`${what} ${name}: number ${id} is ${same.name}'s already`);
  });
}
