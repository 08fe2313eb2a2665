import { hasId, planIdMap, rangeAfterRoot, rangeOf } from './id-grant';

const GRANT = {
  by: 'newuidmap',
  uids: { first: 100000, count: 65536 },
  gids: { first: 200000, count: 65536 },
} as const;
const CALLER = { uid: 1001, gid: 1001 };

it('makes the caller the user of the command, and all others subordinate ids', () => {
  expect(planIdMap(GRANT, CALLER, { uid: 0, gid: 0 }).uids).toEqual([
    [0, 1001, 1],
    [1, 100001, 65535],
  ]);
  expect(planIdMap(GRANT, CALLER, { uid: 1000, gid: 0 })).toEqual({
    uids: [
      [0, 100000, 1000],
      [1000, 1001, 1],
      [1001, 101001, 64535],
    ],
    gids: [
      [0, 1001, 1],
      [1, 200001, 65535],
    ],
  });
});

it('takes a user beyond the range', () => {
  expect(planIdMap(GRANT, CALLER, { uid: 1_000_650_000, gid: 0 }).uids).toEqual([
    [0, 100000, 65536],
    [1_000_650_000, 1001, 1],
  ]);
});

it('gives root all ids as they are, and a stand-in for its own', () => {
  const grant = { by: 'us', uids: { first: 1, count: 65535 }, gids: { first: 1, count: 65535 } } as const;
  const root = { uid: 0, gid: 0 };
  expect(planIdMap(grant, root, root).uids).toEqual([
    [0, 0, 1],
    [1, 1, 65535],
  ]);
  const { uids } = planIdMap(grant, root, { uid: 1000, gid: 0 });
  expect(uids).toEqual([
    [0, 65535, 1],
    [1, 1, 999],
    [1000, 0, 1],
    [1001, 1001, 64534],
  ]);
  expect([0, 1000, 65534, 65535].map((id) => hasId(uids, id))).toEqual([true, true, true, false]);
});

it('reads what a machine grants', () => {
  expect(rangeAfterRoot('         0          0 4294967295\n')).toEqual({ first: 1, count: 1_878_982_656 });
  expect(rangeAfterRoot('0 1000 1\n1 100000 65536\n')).toEqual({ first: 1, count: 65536 });
  expect(rangeAfterRoot('0 1000 1\n')).toBeNull();
  const table = 'alice:100000:65536\n1001:300000:10\nbob:1:2\nbob:400000:70000\n';
  expect(rangeOf(table, ['1001', 'alice'])).toEqual({ first: 100000, count: 65536 });
  expect(rangeOf(table, ['1002', 'bob'])).toEqual({ first: 400000, count: 70000 });
  expect(rangeOf(table, ['1003', undefined])).toBeNull();
});
