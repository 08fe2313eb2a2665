import { didYouMean } from '@basewright/core';

import { type Accounts } from './accounts';
import { type Report } from './image-path';

/** Who owns an entry, in numbers. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * An owner as authors write it: `1000:1000`, `app:users`, or `app` for a user and that user's group. Reports names
 * that are in no table, with the nearest that is, and gives root then.
 */
export function ownerOf(written: string, accounts: Accounts, origin: string, report: Report): Owner {
  const [user = '', group, ...rest] = written.split(':');
  if (user === '' || group === '' || rest.length > 0) {
    report(`${origin}: owner "${written}" is neither "user", "user:group" nor "uid:gid"`);
    return { uid: 0, gid: 0 };
  }
  if (group === undefined && isNumber(user)) {
    report(`${origin}: owner "${written}" has no group: write "${user}:${user}" or the user's name`);
    return { uid: 0, gid: 0 };
  }
  const known = accounts.users.find(({ name }) => name === user);
  const uid = isNumber(user) ? Number(user) : known?.uid;
  const gid =
    group === undefined
      ? known?.gid
      : isNumber(group)
        ? Number(group)
        : accounts.groups.find(({ name }) => name === group)?.gid;
  if (uid === undefined) {
    report(`${origin}: owner "${written}": there is no user "${user}"${didYouMean(user, names(accounts.users))}`);
  } else if (gid === undefined) {
    const near = didYouMean(group ?? user, names(accounts.groups));
    report(`${origin}: owner "${written}": there is no group "${group ?? user}"${near}`);
  }
  return { uid: uid ?? 0, gid: gid ?? 0 };
}

function isNumber(text: string): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) <= 2 ** 32 - 2;
}

function names(rows: readonly { readonly name: string }[]): string[] {
  return rows.map(({ name }) => name);
}
