/** One line of /etc/passwd. */
export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** The comment field: a full name. */
  readonly gecos: string;
  readonly home: string;
  readonly shell: string;
}

/** One line of /etc/group. */
export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/** Every user and group of an image. */
export interface Accounts {
  readonly users: readonly User[];
  readonly groups: readonly Group[];
}

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
