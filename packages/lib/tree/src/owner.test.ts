import { mergeAccounts } from './merge-accounts';
import { ownerOf } from './owner';

const accounts = mergeAccounts({ users: [{ name: 'app', uid: 1000, gid: 100 }], groups: [] }, () => undefined);

it.each([
  ['1000:1001', 1000, 1001],
  ['0:0', 0, 0],
  ['app', 1000, 100],
  ['app:mail', 1000, 8],
  ['www-data:5', 33, 5],
])('reads %s', (written, uid, gid) => {
  expect(ownerOf(written, accounts)).toEqual({ uid, gid });
});

it.each([
  ['1000', 'owner "1000" has no group: write "1000:1000" or the user\'s name'],
  ['', 'owner "" is neither "user", "user:group" nor "uid:gid"'],
  ['a:b:c', 'owner "a:b:c" is neither "user", "user:group" nor "uid:gid"'],
  ['mial', 'owner "mial": there is no user "mial"'],
  ['operatr', 'owner "operatr": there is no user "operatr" (did you mean "operator"?)'],
  ['app:stafff', 'owner "app:stafff": there is no group "stafff" (did you mean "staff"?)'],
  ['4294967295:0', 'owner "4294967295:0": there is no user "4294967295"'],
])('refuses %j', (written, problem) => {
  expect(ownerOf(written, accounts)).toBe(problem);
});
