import { type PackageContent, planRoot } from './plan-root';

type Entries = PackageContent['entries'];
const directory = (path: string): Entries[number] => ({ path, type: 'directory' }) as Entries[number];
const file = (path: string): Entries[number] => ({ path, type: 'file' }) as Entries[number];
const link = (path: string, target: string): Entries[number] => ({ path, type: 'symlink', target }) as Entries[number];

function planned(...packages: (readonly Entries[number][])[]): Record<string, string> {
  const contents = packages.map((entries, at) => ({ name: `p${at}`, directory: `/store/${at}`, entries }));
  const own = /^\/(build|dev|out|proc|src|sysroot|tmp|usr)$/;
  return Object.fromEntries(
    [...planRoot(contents)].flatMap(([path, { type, target, source }]) =>
      own.test(path) ? [] : [[path, source ?? (type === 'symlink' ? `-> ${target ?? ''}` : type)]],
    ),
  );
}

const USR = [directory('.'), directory('usr')];

it('has what the first package has at a path, below /usr what merged-/usr moved, and no documentation', () => {
  const first = [...USR, directory('usr/bin'), file('usr/bin/a'), directory('usr/share'), file('usr/share/doc/a')];
  expect(planned(first, [...USR, directory('bin'), file('bin/a'), file('bin/b')])).toEqual({
    '/usr/bin': 'directory',
    '/usr/bin/a': '/store/0/usr/bin/a',
    '/usr/share': 'directory',
    '/usr/bin/b': '/store/1/bin/b',
  });
});

it('goes where a link leads inside the root, whichever package comes first', () => {
  const linked = [...USR, link('usr/zz', '/home/user')];
  const below = [...USR, directory('usr/zz'), file('usr/zz/made')];
  expect(planned(linked, below)).toEqual({
    '/usr/zz': '-> /home/user',
    '/home': 'directory',
    '/home/user': 'directory',
    '/home/user/made': '/store/1/usr/zz/made',
  });
  expect(planned(below, linked)).toEqual({ '/usr/zz': 'directory', '/usr/zz/made': '/store/0/usr/zz/made' });
});

it.each([
  [
    'a link for all of /usr',
    [[directory('.'), link('usr', '/home')]],
    '/usr of package p0 would take the place of a directory',
  ],
  [
    'a file below a file',
    [[...USR, file('usr/a'), file('usr/a/b')]],
    '/usr/a/b of package p0 is below a file of another package',
  ],
  [
    'links in a circle',
    [[...USR, link('usr/a', 'a'), file('usr/a/b')]],
    '/usr/a/b of package p0 is below links that lead in a circle',
  ],
])('refuses %s', (_what, packages, message) => {
  expect(() => planned(...packages)).toThrow(`cannot make a build root: ${message}`);
});
