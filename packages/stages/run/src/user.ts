import { BasewrightError, didYouMean } from '@basewright/core';

/** Who a command runs as. */
export interface User {
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** The image's own accounts, as text; empty where it has no such file. */
export interface Accounts {
  readonly passwd: string;
  readonly group: string;
}

/**
 * The user that `name`, `uid`, `name:group` or `uid:gid` stands for, as docker reads it: a number needs no account, and
 * without one its group is 0 and its home `/`. Throws NOT_FOUND for a name that the image does not have.
 */
export function resolveUser(written: string, { passwd, group }: Accounts): User {
  const [name = '', groupName] = written.split(':');
  const rows = rowsOf(passwd);
  const [, , uid = name, gid = '0', , home = '/'] = accountOf(rows, name === '' ? '0' : name, 'user') ?? [];
  return {
    uid: Number(uid === '' ? 0 : uid),
    gid: groupName === undefined ? Number(gid) : groupOf(rowsOf(group), groupName),
    home,
  };
}

/** The further groups of a user, as docker has them: those that name it, unless one was asked for. */
export function furtherGroups(written: string, { passwd, group }: Accounts): number[] {
  const [wanted = '', groupName] = written.split(':');
  if (groupName !== undefined) return [];
  const rows = rowsOf(passwd);
  const id = wanted === '' ? '0' : wanted;
  const [name] = rows.find(([one]) => one === id) ?? rows.find(([, , uid]) => uid === id) ?? [];
  if (name === undefined) return [];
  const members = rowsOf(group).filter(([, , , users = '']) => users.split(',').includes(name));
  return members.map(([, , gid]) => Number(gid)).filter((gid) => Number.isInteger(gid));
}

function groupOf(rows: readonly string[][], name: string): number {
  const [, , gid = name] = accountOf(rows, name, 'group') ?? [];
  return Number(gid);
}

/** The row of a name or number; undefined for a number without one. */
function accountOf(rows: readonly string[][], wanted: string, kind: 'user' | 'group'): string[] | undefined {
  const row = rows.find(([name]) => name === wanted) ?? rows.find(([, , id]) => id === wanted);
  if (row !== undefined || /^\d+$/.test(wanted)) return row;
  const names = rows.map(([name = '']) => name);
  throw new BasewrightError(
    'NOT_FOUND',
    `cannot run as ${kind} "${wanted}": the image has none of that name${didYouMean(wanted, names)}`,
    { hint: names.length === 0 ? `the image has no ${kind}s; give a number` : `it has ${names.join(', ')}` },
  );
}

function rowsOf(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.includes(':'))
    .map((line) => line.split(':'));
}
