/** A user that scripts see, or make. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly gecos: string;
  readonly home: string;
  readonly shell: string;
}

/** A group that scripts see, or make. */
export interface AccountGroup {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/** What is asked for when a user is made. What is not said is as for a daemon: no shell, no home, any number. */
export interface NewUser {
  readonly name: string;
  readonly uid?: number | undefined;
  /** A name or number; null: a group of its own name. */
  readonly group: string | null;
  readonly gecos?: string | undefined;
  readonly home?: string | undefined;
  readonly shell?: string | undefined;
}

/** Which way free numbers are looked for: adduser(8) counts up from 100, systemd-sysusers(8) down from 999. */
export type Counting = 'up' | 'down';

/**
 * Groups that every Debian has, by the numbers that base-passwd gives them for ever. Scripts name them unasked; an image has
 * those that somebody names.
 */
const DEBIAN_GROUPS: Readonly<Record<string, number>> = {
  ...{ root: 0, daemon: 1, bin: 2, sys: 3, adm: 4, tty: 5, disk: 6, lp: 7, mail: 8, news: 9, uucp: 10, man: 12 },
  ...{ proxy: 13, kmem: 15, dialout: 20, fax: 21, voice: 22, cdrom: 24, floppy: 25, tape: 26, sudo: 27, audio: 29 },
  ...{ dip: 30, 'www-data': 33, backup: 34, operator: 37, list: 38, irc: 39, src: 40, shadow: 42, utmp: 43 },
  ...{ video: 44, sasl: 45, plugdev: 46, staff: 50, games: 60, users: 100, nogroup: 65534 },
};

/** Users that every Debian has beside root, with the group of the same number, by the same rule: number and home. */
const DEBIAN_USERS: Readonly<Record<string, readonly [uid: number, home: string]>> = {
  ...{ daemon: [1, '/usr/sbin'], bin: [2, '/bin'], sys: [3, '/dev'], games: [5, '/usr/games'] },
  ...{ man: [6, '/var/cache/man'], lp: [7, '/var/spool/lpd'], mail: [8, '/var/mail'], news: [9, '/var/spool/news'] },
  ...{ uucp: [10, '/var/spool/uucp'], proxy: [13, '/bin'], 'www-data': [33, '/var/www'] },
  ...{ backup: [34, '/var/backups'], list: [38, '/var/list'], irc: [39, '/run/ircd'], nobody: [65534, '/nonexistent'] },
};

const NOLOGIN = '/usr/sbin/nologin';

/** The accounts that scripts see: those of the image, to which they add. */
export class InstalledAccounts {
  readonly users: Account[];
  readonly groups: AccountGroup[];
  readonly #reserved: ReadonlySet<number>;

  /** `reserved` are numbers that nobody is given: of accounts that come later. */
  constructor(users: readonly Account[], groups: readonly AccountGroup[], reserved: Iterable<number>) {
    this.users = [...users];
    this.groups = [...groups];
    this.#reserved = new Set(reserved);
  }

  /** A user by name or number; one that every Debian has is made when somebody names him. */
  user(name: string): Account | undefined {
    const found = this.users.find((one) => one.name === name || String(one.uid) === name);
    const known = Object.hasOwn(DEBIAN_USERS, name) ? DEBIAN_USERS[name] : undefined;
    if (found !== undefined || known === undefined) return found;
    const [uid, home] = known;
    const gid = DEBIAN_GROUPS[name] ?? uid;
    const made = { name, uid, gid, gecos: name, home, shell: NOLOGIN };
    this.group(name);
    this.users.push(made);
    return made;
  }

  /** A group by name or number; one that every Debian has is made when somebody names it. */
  group(name: string): AccountGroup | undefined {
    const found = this.groups.find((one) => one.name === name || String(one.gid) === name);
    const gid = Object.hasOwn(DEBIAN_GROUPS, name) ? DEBIAN_GROUPS[name] : undefined;
    if (found !== undefined || gid === undefined) return found;
    const made = { name, gid, members: [] };
    this.groups.push(made);
    return made;
  }

  /** Makes a group unless it is there. */
  addGroup(name: string, gid: number | undefined, counting: Counting): AccountGroup {
    const found = this.group(name);
    if (found !== undefined) return found;
    const made = { name, gid: gid ?? this.#free(counting), members: [] };
    this.groups.push(made);
    return made;
  }

  /** Makes a user, and a group for him where he names none, unless he is there. */
  addUser({ name, uid, group, gecos, home, shell }: NewUser, counting: Counting): Account {
    const found = this.user(name);
    if (found !== undefined) return found;
    const number = uid ?? this.#free(counting);
    const own = group === null ? this.addGroup(name, number, counting) : this.group(group);
    const made = {
      name,
      uid: number,
      gid: own?.gid ?? number,
      gecos: gecos ?? '',
      home: home ?? '/nonexistent',
      shell: shell ?? NOLOGIN,
    };
    this.users.push(made);
    return made;
  }

  /** Puts a user into a group. */
  addMember(user: string, name: string): void {
    const group = this.group(name);
    if (group === undefined || group.members.includes(user)) return;
    this.groups[this.groups.indexOf(group)] = { ...group, members: [...group.members, user] };
  }

  /** Changes what is said of a user. */
  changeUser(name: string, changes: Partial<Pick<Account, 'gecos' | 'home' | 'shell' | 'gid'>>): void {
    const at = this.users.findIndex((one) => one.name === name);
    const before = this.users[at];
    if (before !== undefined) this.users[at] = { ...before, ...changes };
  }

  /** A number of the range of system accounts that is neither a user's nor a group's (Debian Policy 9.2.2). */
  #free(counting: Counting): number {
    const numbers = Array.from({ length: 900 }, (_none, at) => (counting === 'up' ? 100 + at : 999 - at));
    const taken = new Set([
      ...this.#reserved,
      ...this.users.map(({ uid }) => uid),
      ...this.groups.map(({ gid }) => gid),
      ...Object.values(DEBIAN_GROUPS),
    ]);
    return numbers.find((number) => !taken.has(number)) ?? 999;
  }
}
