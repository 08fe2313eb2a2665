import { type Accounts } from './merge-accounts';
import { type TreeEntry } from './tree';

/** Homes that are nobody's own: no directory is made for them. */
const SHARED_HOMES: readonly string[] = ['/', '/nonexistent'];

const ROOT = { uid: 0, gid: 0, origin: 'the user tables' };

/** /etc/passwd, group and shadow. Nobody has a usable password: every field is `*` (CVE-2019-5021 was an empty one). */
export function accountFiles({ users, groups }: Accounts): TreeEntry[] {
  const passwd = users.map((user) => [user.name, 'x', user.uid, user.gid, user.gecos, user.home, user.shell].join(':'));
  const group = groups.map(({ name, gid, members }) => [name, 'x', gid, members.join(',')].join(':'));
  const shadow = users.map(({ name }) => `${name}:*:::::::`);
  return [file('/etc/passwd', 0o644, passwd), file('/etc/group', 0o644, group), file('/etc/shadow', 0o600, shadow)];
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

function file(path: string, mode: number, lines: readonly string[]): TreeEntry {
  return {
    type: 'file',
    path,
    mode,
    content: { bytes: Buffer.from(lines.map((line) => `${line}\n`).join('')) },
    ...ROOT,
  };
}
