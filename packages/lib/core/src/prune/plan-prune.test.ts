import { planPrune, type PruneLimits } from './plan-prune';

const ITEMS = [
  { path: 'new', bytes: 10, used: 9 },
  { path: 'old', bytes: 20, used: 1 },
  { path: 'middle', bytes: 30, used: 5 },
];

const KEEP_ALL: PruneLimits = { unusedSince: 0, maxBytes: Infinity, heldSince: Infinity };

it.each<[string, Partial<PruneLimits>, string[]]>([
  ['nothing without a limit', {}, []],
  ['what was not used for so long', { unusedSince: 5 }, ['old']],
  ['what was used longest ago, until the rest fits', { maxBytes: 40 }, ['old']],
  ['nothing more than that', { maxBytes: 39 }, ['old', 'middle']],
  ['what either limit names', { unusedSince: 6, maxBytes: 59 }, ['old', 'middle']],
  [
    'nothing that was used since the oldest running build began',
    { unusedSince: 10, maxBytes: 0, heldSince: 5 },
    ['old'],
  ],
])('removes %s', (_, limits, paths) => {
  expect(planPrune(ITEMS, { ...KEEP_ALL, ...limits }).map(({ path }) => path)).toEqual(paths);
});
