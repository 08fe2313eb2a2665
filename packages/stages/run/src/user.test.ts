import { furtherGroups, resolveUser } from './user';

const accounts = {
  passwd:
    'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65533:nobody:/nonexistent:/bin/false\napp:x:1000:1000::/home/app:/bin/sh\n',
  group: 'root:x:0:\nadm:x:4:\napp:x:1000:\n',
};

it('finds the groups that name a user, unless one is asked for', () => {
  const members = { ...accounts, group: 'adm:x:4:app,nobody\nmore:x:2000:app\n' };
  expect(['app', '1000', 'nobody', 'app:adm', '7'].map((written) => furtherGroups(written, members))).toEqual([
    ...[[4, 2000], [4, 2000], [4], [], []],
  ]);
});

it.each([
  ['', { uid: 0, gid: 0, home: '/root' }],
  ['root', { uid: 0, gid: 0, home: '/root' }],
  ['nobody', { uid: 65534, gid: 65533, home: '/nonexistent' }],
  ['1000', { uid: 1000, gid: 1000, home: '/home/app' }],
  ['app:adm', { uid: 1000, gid: 4, home: '/home/app' }],
  ['app:77', { uid: 1000, gid: 77, home: '/home/app' }],
  ['4321', { uid: 4321, gid: 0, home: '/' }],
  ['4321:adm', { uid: 4321, gid: 4, home: '/' }],
])('%j is %j', (written, user) => {
  expect(resolveUser(written, accounts)).toEqual(user);
});

it.each([
  ['nobdy', 'cannot run as user "nobdy": the image has none of that name (did you mean "nobody"?)'],
  ['app:admin', 'cannot run as group "admin": the image has none of that name'],
])('%j is nobody', (written, message) => {
  expect(() => resolveUser(written, accounts)).toThrow(message);
});

it('needs no accounts for numbers', () => {
  expect(resolveUser('5:6', { passwd: '', group: '' })).toEqual({ uid: 5, gid: 6, home: '/' });
  expect(resolveUser('', { passwd: '', group: '' })).toEqual({ uid: 0, gid: 0, home: '/' });
});
