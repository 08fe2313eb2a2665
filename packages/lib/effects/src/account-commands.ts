import { type InstalledAccounts, type NewUser } from './accounts';

/** Options of adduser(8), useradd(8) and their like that take a word after them. */
const WITH_VALUE = new Set([
  ...[
    '--home',
    '--home-dir',
    '--shell',
    '--uid',
    '--gid',
    '--ingroup',
    '--gecos',
    '--comment',
    '--firstuid',
    '--lastuid',
  ],
  ...[
    '--firstgid',
    '--lastgid',
    '--conf',
    '--groups',
    '-d',
    '-s',
    '-u',
    '-g',
    '-c',
    '-G',
    '-b',
    '-k',
    '-r-',
    '--base-dir',
  ],
  ...['--root', '-R', '--password', '-p', '-h', '--append', '-l', '--login', '-e', '--expiredate', '-f', '--key', '-K'],
]);

/** The words of such a command, apart: options with their values, and names. */
interface Words {
  readonly options: ReadonlyMap<string, string>;
  readonly names: readonly string[];
}

function parsed(args: readonly string[]): Words {
  const options = new Map<string, string>();
  const names: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    const [, name, value] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? [];
    if (name !== undefined) options.set(name, value ?? '');
    else if (!word.startsWith('-')) names.push(word);
    else if (WITH_VALUE.has(word)) options.set(word, args[(at += 1)] ?? '');
    else options.set(word, '');
  }
  return { options, names };
}

function first({ options }: Words, ...names: readonly string[]): string | undefined {
  return names.map((name) => options.get(name)).find((value) => value !== undefined);
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** By the name of the command: what it does to the accounts, and the home that it makes, if any; null where it is not understood. */
export const ACCOUNT_COMMANDS: Readonly<
  Record<string, (args: readonly string[], accounts: InstalledAccounts) => { readonly home: string | null } | null>
> = {
  adduser: (args, accounts) => {
    const words = parsed(args);
    const [name, group] = words.names;
    if (name === undefined) return null;
    if (group !== undefined) {
      accounts.addMember(name, group);
      return { home: null };
    }
    if (words.options.has('--group') && !words.options.has('--system')) return addGroup(args, accounts);
    const isThere = accounts.user(name) !== undefined;
    // Debian gives a system user the group nogroup, unless it is asked for one of his own.
    const own = words.options.has('--group') ? null : 'nogroup';
    const user: NewUser = {
      name,
      uid: numberOf(first(words, '--uid')),
      group: first(words, '--ingroup', '--gid') ?? own,
      gecos: first(words, '--gecos', '--comment'),
      home: first(words, '--home'),
      shell: first(words, '--shell'),
    };
    accounts.addUser(user, 'up');
    const makesHome = !isThere && user.home !== undefined && !words.options.has('--no-create-home');
    return { home: makesHome ? (user.home ?? null) : null };
  },
  addgroup: addGroup,
  groupadd: addGroup,
  useradd: (args, accounts) => {
    const words = parsed(args);
    const name = words.names.at(-1);
    if (name === undefined) return null;
    const isThere = accounts.user(name) !== undefined;
    const home = first(words, '-d', '--home-dir', '--home');
    const isSystem = words.options.has('-r') || words.options.has('--system');
    const user = {
      name,
      uid: numberOf(first(words, '-u', '--uid')),
      group: first(words, '-g', '--gid') ?? (words.options.has('-N') ? 'users' : null),
      gecos: first(words, '-c', '--comment'),
      home,
      shell: first(words, '-s', '--shell'),
    };
    accounts.addUser(user, isSystem ? 'down' : 'up');
    for (const group of (first(words, '-G', '--groups') ?? '').split(','))
      if (group !== '') accounts.addMember(name, group);
    const makesHome = words.options.has('-m') || words.options.has('--create-home');
    return { home: makesHome && !isThere ? (home ?? null) : null };
  },
  usermod: (args, accounts) => {
    const words = parsed(args);
    const name = words.names.at(-1);
    if (name === undefined || accounts.user(name) === undefined) return null;
    for (const group of (first(words, '-G', '--groups') ?? '').split(','))
      if (group !== '') accounts.addMember(name, group);
    const home = first(words, '-d', '--home');
    const shell = first(words, '-s', '--shell');
    const gecos = first(words, '-c', '--comment');
    accounts.changeUser(name, {
      ...(home === undefined ? {} : { home }),
      ...(shell === undefined ? {} : { shell }),
      ...(gecos === undefined ? {} : { gecos }),
    });
    return { home: null };
  },
  gpasswd: (args, accounts) => {
    const at = args.indexOf('-a');
    const [user, group] = args.slice(at + 1);
    if (at < 0 || user === undefined || group === undefined) return null;
    accounts.addMember(user, group);
    return { home: null };
  },
};

function addGroup(args: readonly string[], accounts: InstalledAccounts): { readonly home: null } | null {
  const words = parsed(args);
  const name = words.names.at(-1);
  if (name === undefined) return null;
  const isSystem = words.options.has('-r') || words.options.has('--system');
  accounts.addGroup(name, numberOf(first(words, '--gid', '-g')), isSystem ? 'up' : 'down');
  return { home: null };
}
