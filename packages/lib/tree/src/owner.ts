import { didYouMean } from '@basewright/core';

import { type Accounts } from './accounts';

/** Who owns an entry, in numbers. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * An owner as authors write it: `1000:1000`, `app:users`, or `app` for a user and that user's group. What is wrong with it, as
 * the end of a sentence, for names that are in no table, with the nearest that is, and what has not that form.
 */
export function ownerOf(written: string, accounts: Accounts): Owner | string {
  const mistake = ownerMistake(written);
  if (mistake !== null) return mistake;
  const [user = '', group] = written.split(':');
  const known = accounts.users.find(({ name }) => name === user);
  const uid = isNumber(user) ? Number(user) : known?.uid;
  const gid =
    group === undefined
      ? known?.gid
      : isNumber(group)
        ? Number(group)
        : accounts.groups.find(({ name }) => name === group)?.gid;
  if (uid === undefined)
    return `owner "${written}": there is no user "${user}"${didYouMean(user, names(accounts.users))}`;
  if (gid !== undefined) return { uid, gid };
  return `owner "${written}": there is no group "${group ?? user}"${didYouMean(group ?? user, names(accounts.groups))}`;
}

/** What is wrong with an owner, whoever is in the image, as the end of a sentence; null when nothing is. */
export function ownerMistake(written: string): string | null {
  const [user = '', group, ...rest] = written.split(':');
  if (user === '' || group === '' || rest.length > 0)
    return `owner "${written}" is neither "user", "user:group" nor "uid:gid"`;
  if (group !== undefined || !isNumber(user)) return null;
  return `owner "${written}" has no group: write "${user}:${user}" or the user's name`;
}

function isNumber(text: string): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) <= 2 ** 32 - 2;
}

function names(rows: readonly { readonly name: string }[]): string[] {
  return rows.map(({ name }) => name);
}
