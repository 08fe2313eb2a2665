import { type Group, type User } from './accounts';
import { type Accounts } from './merge-accounts';

/** The users and groups in the text of /etc/passwd and /etc/group (passwd(5), group(5)). Lines that are none do not count. */
export function parseAccounts(passwd: string, group: string): Accounts {
  return { users: rows(passwd).flatMap(toUser), groups: rows(group).flatMap(toGroup) };
}

function rows(text: string): string[][] {
  return text.split('\n').map((line) => line.split(':'));
}

function toUser([name = '', , uid = '', gid = '', gecos = '', home = '/', shell = '']: string[]): User[] {
  if (name === '' || !isNumber(uid) || !isNumber(gid)) return [];
  return [{ name, uid: Number(uid), gid: Number(gid), gecos, home, shell }];
}

function toGroup([name = '', , gid = '', members = '']: string[]): Group[] {
  if (name === '' || !isNumber(gid)) return [];
  return [{ name, gid: Number(gid), members: members.split(',').filter((member) => member !== '') }];
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}
