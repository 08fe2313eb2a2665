import { accountFiles, homeEntries } from './account-entries';
import { type Accounts } from './accounts';
import { mergeAccounts, type WrittenGroup, type WrittenUser } from './merge-accounts';
import { type TreeEntry } from './tree';

function merged(users: WrittenUser[], groups: WrittenGroup[] = []): { accounts: Accounts; problems: string[] } {
  const problems: string[] = [];
  const accounts = mergeAccounts({ users, groups }, (problem) => problems.push(problem));
  return { accounts, problems };
}

function textOf(path: string, entries: TreeEntry[]): string {
  const entry = entries.find((each) => each.path === path);
  return entry?.type === 'file' && 'bytes' in entry.content ? Buffer.from(entry.content.bytes).toString() : '';
}

describe('the tables of every image', () => {
  const { accounts, problems } = merged([]);
  const files = accountFiles(accounts);

  it('have no problem of their own', () => {
    expect(problems).toEqual([]);
  });

  it('give nobody a usable password', () => {
    const lines = textOf('/etc/shadow', files).trimEnd().split('\n');
    expect(lines).toHaveLength(9);
    expect(lines.every((line) => /^[a-z-]+:\*:::::::$/.test(line))).toBe(true);
    expect(
      textOf('/etc/passwd', files)
        .trimEnd()
        .split('\n')
        .every((line) => line.split(':')[1] === 'x'),
    ).toBe(true);
    expect(files.find(({ path }) => path === '/etc/shadow')).toMatchObject({ mode: 0o600, uid: 0, gid: 0 });
  });

  it('name the users and groups of the official image', () => {
    expect(textOf('/etc/passwd', files)).toBe(
      [
        'root:x:0:0:root:/root:/bin/sh',
        'daemon:x:1:1:daemon:/:/bin/false',
        'bin:x:2:2:bin:/:/bin/false',
        'sys:x:3:3:sys:/:/bin/false',
        'sync:x:4:100:sync:/:/bin/sync',
        'mail:x:8:8:mail:/var/spool/mail:/bin/false',
        'www-data:x:33:33:www-data:/var/www:/bin/false',
        'operator:x:37:37:operator:/:/bin/false',
        'nobody:x:65534:65534:nobody:/:/bin/false',
        '',
      ].join('\n'),
    );
    expect(accounts.groups).toHaveLength(26);
    expect(textOf('/etc/group', files)).toContain('wheel:x:10:root\n');
  });

  it('make a home for who has one, owned by him', () => {
    expect(homeEntries(accounts).map(({ path, mode, uid, gid }) => [path, mode, uid, gid])).toEqual([
      ['/root', 0o700, 0, 0],
      ['/var/spool/mail', 0o755, 8, 8],
      ['/var/www', 0o755, 33, 33],
    ]);
  });
});

describe('accounts an author adds', () => {
  it('get the usual defaults and a group of their own', () => {
    const { accounts, problems } = merged([{ name: 'app', uid: 1000 }]);
    expect(problems).toEqual([]);
    expect(accounts.users.at(-1)).toEqual({
      name: 'app',
      uid: 1000,
      gid: 1000,
      gecos: 'app',
      home: '/nonexistent',
      shell: '/bin/false',
    });
    expect(accounts.groups.at(-1)).toEqual({ name: 'app', gid: 1000, members: [] });
  });

  it('make one group for two users of one number', () => {
    const { accounts, problems } = merged([
      { name: 'a', uid: 1, gid: 500 },
      { name: 'b', uid: 1001, gid: 500 },
    ]);
    expect(accounts.groups.filter(({ gid }) => gid === 500)).toEqual([{ name: 'a', gid: 500, members: [] }]);
    expect(problems).toEqual(["user a: number 1 is daemon's already"]);
  });

  it('use a group that is there', () => {
    const { accounts } = merged(
      [{ name: 'app', uid: 1000, gid: 5000 }],
      [{ name: 'staffers', gid: 5000, members: ['app'] }],
    );
    expect(accounts.groups.filter(({ gid }) => gid === 5000)).toEqual([
      { name: 'staffers', gid: 5000, members: ['app'] },
    ]);
  });

  it.each<[string, WrittenUser[], WrittenGroup[], string[]]>([
    [
      'a name twice',
      [
        { name: 'app', uid: 1000 },
        { name: 'app', uid: 1001 },
      ],
      [],
      ['user app: there is a user of that name already', 'group app: there is a group of that name already'],
    ],
    ['a number twice', [{ name: 'app', uid: 8 }], [], ["user app: number 8 is mail's already"]],
    ['a group number twice', [], [{ name: 'app', gid: 8 }], ["group app: number 8 is mail's already"]],
    [
      'a bad name',
      [{ name: 'App', uid: 1000, gid: 100 }],
      [],
      ['user "App": a name is up to 32 of a-z, 0-9, "_" and "-", and starts with a letter or "_"'],
    ],
    [
      'a number out of range',
      [{ name: 'app', uid: 2 ** 32 - 1, gid: 100 }],
      [],
      ['user app: uid 4294967295 is not a whole number from 0 to 4294967294'],
    ],
    [
      'a line break in the comment field',
      [{ name: 'app', uid: 1000, gecos: 'x\nroot::0' }],
      [],
      ['user app: gecos holds a colon or a line break'],
    ],
    ['a colon in a home', [{ name: 'app', uid: 1000, home: '/a:b' }], [], ['user app: "/a:b" holds a colon']],
    [
      'a relative home',
      [{ name: 'app', uid: 1000, home: 'app' }],
      [],
      ['user app: home: "app" is not a path in the image: it does not start with "/"'],
    ],
    [
      'a member who is nobody',
      [],
      [{ name: 'app', gid: 1000, members: ['opertor'] }],
      ['group app: member "opertor" is no user (did you mean "operator"?)'],
    ],
  ])('are refused with %s', (_what, users, groups, expected) => {
    expect(merged(users, groups).problems).toEqual(expected);
  });

  it.each<[string, WrittenUser[], WrittenGroup[], string[]]>([
    [
      'no number',
      [{ name: 'app' }],
      [],
      ['user app: a new user has to have a number: write "uid" (nobody is called so in the image)'],
    ],
    [
      'no number of a group',
      [],
      [{ name: 'vide', members: ['root'] }],
      [
        'group vide: a new group has to have a number: write "gid" (no group is called so in the image (did you mean "video"?))',
      ],
    ],
    [
      'groups that are none',
      [{ name: 'app', uid: 1000, groups: ['dialuot'] }],
      [],
      ['user app: there is no group "dialuot" (did you mean "dialout"?)'],
    ],
    ["a number that is another's", [{ name: 'www-data', uid: 8 }], [], ["user www-data: number 8 is mail's already"]],
  ])('are refused with %s', (_what, users, groups, expected) => {
    expect(merged(users, groups).problems).toEqual(expected);
  });

  it("make no directory for homes that are nobody's own", () => {
    const { accounts } = merged([
      { name: 'a', uid: 1000, home: '/' },
      { name: 'b', uid: 1001, home: '/nonexistent' },
      { name: 'c', uid: 1002, home: '/srv/c/' },
    ]);
    expect(
      homeEntries(accounts)
        .slice(3)
        .map(({ path, uid, gid }) => [path, uid, gid]),
    ).toEqual([['/srv/c', 1002, 1002]]);
  });
});

describe('accounts an author changes', () => {
  const rowOf = ({ accounts, problems }: ReturnType<typeof merged>, name: string): unknown => {
    expect(problems).toEqual([]);
    return accounts.users.find((user) => user.name === name);
  };

  it('keep what is not written of them', () => {
    expect(rowOf(merged([{ name: 'root', shell: '/bin/bash' }]), 'root')).toEqual({
      ...{ name: 'root', uid: 0, gid: 0, gecos: 'root', home: '/root', shell: '/bin/bash' },
    });
    expect(rowOf(merged([{ name: 'nobody', home: '/nonexistent' }]), 'nobody')).toMatchObject({
      ...{ uid: 65534, home: '/nonexistent', shell: '/bin/false' },
    });
  });

  it('follow the number of their group', () => {
    const changed = merged([{ name: 'www-data', uid: 81 }], [{ name: 'www-data', gid: 81 }]);
    expect(rowOf(changed, 'www-data')).toMatchObject({ uid: 81, gid: 81 });
    expect(changed.accounts.groups.filter(({ name }) => name === 'www-data')).toEqual([
      { name: 'www-data', gid: 81, members: [] },
    ]);
  });

  it('are in groups that are there, with those who were', () => {
    const { accounts, problems } = merged(
      [{ name: 'app', uid: 1000, groups: ['dialout', 'video'] }],
      [
        { name: 'video', members: ['www-data'] },
        { name: 'wheel', members: ['app', 'root'] },
      ],
    );
    expect(problems).toEqual([]);
    const members = (group: string): readonly string[] | undefined =>
      accounts.groups.find(({ name }) => name === group)?.members;
    expect([members('dialout'), members('video'), members('wheel')]).toEqual([
      ['app'],
      ['www-data', 'app'],
      ['root', 'app'],
    ]);
  });
});
