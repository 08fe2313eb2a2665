import { type UnpackedEntry } from '@basewright/oci';

import { isStorable, otherOwners, planOwners } from './image-owners';

const entry = (path: string, more: Partial<UnpackedEntry> = {}): UnpackedEntry => ({
  path,
  type: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  size: 1,
  ...more,
});
const ENTRIES = [
  entry('/', { type: 'directory', mode: 0o755 }),
  entry('/etc/shadow', { mode: 0o000, gid: 42 }),
  entry('/usr/bin/passwd', { mode: 0o4755 }),
  entry('/home/app', { type: 'directory', mode: 0o2500, uid: 1000, gid: 1000 }),
  entry('/far', { type: 'symlink', mode: 0o777, uid: 70000 }),
];
const MAP = { uids: [[0, 1, 65536]], gids: [[0, 1, 65536]] } as const;
const ROOT = { uid: 0, gid: 0, home: '/root' };

it('changes what does not belong to the user of the command, and modes that were opened', () => {
  expect(planOwners(ENTRIES, ROOT, MAP)).toEqual({
    owners: new Map([
      ['0:42', ['./etc/shadow']],
      ['1000:1000', ['./home/app']],
    ]),
    modes: new Map([
      ['0000', ['./etc/shadow']],
      ['2500', ['./home/app']],
    ]),
  });
});

it('gives set-user-ID bits back, which a change of the owner takes', () => {
  expect(planOwners(ENTRIES, { ...ROOT, uid: 1000, gid: 1000 }, MAP).modes.get('4755')).toEqual(['./usr/bin/passwd']);
});

it('changes no owner where there is one id', () => {
  expect(planOwners(ENTRIES, ROOT, null).owners.size).toBe(0);
  expect(otherOwners(ENTRIES, ROOT, null).map(({ path }) => path)).toEqual(['/etc/shadow', '/home/app', '/far']);
  expect(otherOwners(ENTRIES, ROOT, MAP).map(({ path }) => path)).toEqual(['/far']);
});

it('keeps in the store what its user can read and delete', () => {
  expect(ENTRIES.map((one) => isStorable(one, false))).toEqual([false, false, true, false, true]);
  expect(ENTRIES.every((one) => isStorable(one, true))).toBe(true);
});
