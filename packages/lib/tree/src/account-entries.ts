import { type Accounts } from './accounts';
import { type FileEntry, type TreeEntry } from './tree';

/** Homes that are nobody's own: no directory is made for them. */
const SHARED_HOMES: readonly string[] = ['/', '/nonexistent'];

const ROOT = { uid: 0, gid: 0, origin: 'the user tables' };

/** /etc/passwd, group and shadow. Nobody has a usable password: every field is `*` (CVE-2019-5021 was an empty one). */
export function accountFiles(accounts: Accounts): TreeEntry[] {
  return ACCOUNT_FILES.map(({ path, mode, lines }) => file(path, mode, lines(accounts)));
}

/** The tables of accounts: where each lies, and its lines. */
export const ACCOUNT_FILES: readonly AccountFile[] = [
  {
    path: '/etc/passwd',
    mode: 0o644,
    lines: ({ users }) =>
      users.map((user) => [user.name, 'x', user.uid, user.gid, user.gecos, user.home, user.shell].join(':')),
  },
  {
    path: '/etc/group',
    mode: 0o644,
    lines: ({ groups }) => groups.map(({ name, gid, members }) => [name, 'x', gid, members.join(',')].join(':')),
  },
  { path: '/etc/shadow', mode: 0o600, lines: ({ users }) => users.map(({ name }) => `${name}:*:::::::`) },
];

interface AccountFile {
  readonly path: string;
  readonly mode: number;
  readonly lines: (accounts: Accounts) => string[];
}

/** A directory for every home, owned by its user; `/` and `/nonexistent` are no homes of one's own. */
export function homeEntries({ users }: Accounts): TreeEntry[] {
  return users
    .filter(({ home }) => !SHARED_HOMES.includes(home))
    .map(({ name, uid, gid, home }) => ({
      type: 'directory',
      path: home,
      mode: uid === 0 ? 0o700 : 0o755,
      uid,
      gid,
      origin: `the home of user ${name}`,
    }));
}

function file(path: string, mode: number, lines: readonly string[]): FileEntry {
  return {
    type: 'file',
    path,
    mode,
    content: { bytes: Buffer.from(lines.map((line) => `${line}\n`).join('')) },
    ...ROOT,
  };
}

/** Whoever lists a home among `directories` decides its mode; the owner has to be the user all the same. */
export function isSettledBy(home: TreeEntry, written: readonly TreeEntry[]): boolean {
  return written.some(
    (entry) =>
      entry.type === 'directory' &&
      entry.implied !== true &&
      entry.path === home.path &&
      entry.uid === home.uid &&
      entry.gid === home.gid,
  );
}
