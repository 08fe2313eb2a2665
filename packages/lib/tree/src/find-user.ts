import { didYouMean } from '@basewright/core';

import { type Accounts } from './accounts';
import { type Identity } from './permissions';

/** What the user of an image stands for. */
export interface FoundUser {
  /** Undefined where an account is not known. */
  readonly identity: Identity | undefined;
  /** Accounts that are not there, as ends of sentences. */
  readonly unknown: readonly { readonly name: string; readonly problem: string }[];
}

/**
 * Who a text as `app`, `app:users` or `1000:1000` stands for, by the rules that docker and containerd share
 * (https://github.com/moby/sys/blob/user/v0.4.0/user/user.go, GetExecUser): numbers need no account, names do.
 */
export function findUser(text: string, { users, groups }: Accounts): FoundUser {
  const [user = '', group] = text === '' ? ['0'] : text.split(':');
  const account = users.find(({ name }) => name === user) ?? users.find(({ uid }) => String(uid) === user);
  const named = groups.find(({ name }) => name === group) ?? groups.find(({ gid }) => String(gid) === group);
  const uid = account?.uid ?? numberOf(user);
  const gid = group === undefined ? (account?.gid ?? 0) : (named?.gid ?? numberOf(group));
  const unknown = [
    ...(uid === undefined ? [{ name: user, problem: unknownIn('user', user, users) }] : []),
    ...(gid === undefined && group !== undefined
      ? [{ name: group, problem: unknownGroup(group, groups, account) }]
      : []),
  ];
  if (uid === undefined || gid === undefined) return { identity: undefined, unknown };
  const more = group === undefined ? groups.filter(({ members }) => members.includes(account?.name ?? '')) : [];
  return { identity: { uid, gids: [gid, ...more.map((one) => one.gid)] }, unknown };
}

/** Debian's user nobody is of nogroup, others' of nobody: of names that are not alike, the user's own group is meant. */
function unknownGroup(name: string, groups: Accounts['groups'], account: { readonly gid: number } | undefined): string {
  const problem = unknownIn('group', name, groups);
  const own = groups.find(({ gid }) => gid === account?.gid);
  return problem.endsWith('?)') || own === undefined ? problem : `${problem} (did you mean "${own.name}"?)`;
}

function numberOf(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

function unknownIn(what: string, name: string, known: readonly { readonly name: string }[]): string {
  return `there is no ${what} "${name}" in the image${didYouMean(
    name,
    known.map((one) => one.name),
  )}`;
}

/**
 * A user by number: `1600` for `app`, `1600:50` for `app:staff`. Kubernetes starts no name with runAsNonRoot, since it cannot know
 * whose number it is; and of `uid:gid` runtimes leave out the other groups, so a group stands there when one is written.
 * Null for what no account has.
 */
export function userByNumber(text: string, accounts: Accounts): string | null {
  if (text === '') return null;
  const { identity } = findUser(text, accounts);
  if (identity === undefined) return null;
  const { uid, gids } = identity;
  return text.includes(':') ? `${uid}:${gids[0] ?? 0}` : String(uid);
}
