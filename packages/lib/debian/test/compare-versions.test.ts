import { exec } from '@basewright/core';

import { compareVersions } from '../src';

/** Every rule of deb-version(7), and versions that Debian has had. */
const VERSIONS = [
  ...['0', '1', '1.', '1.0', '1.00', '01', '1.0-0', '0:1.0', '1:0', '2:0', '10:0', '1.0-1', '1.0-01', '1.0-10'],
  ...[
    '1.0~',
    '1.0~~',
    '1.0~~a',
    '1.0~a',
    '1.0a',
    '1.0A',
    '1.0z',
    '1.0+',
    '1.0.',
    '1.0+a',
    '1.0-a',
    '1.0-~',
    '1.a0',
    '1.a',
  ],
  ...['1.0-1~deb13u1', '1.0-1+deb13u1', '1.0-1+deb13u10', '1.0-1+deb13u9', '1.0-1+b1', '1.0-1.1', '1.0-1-1', '1:1.0:1'],
  ...[
    '12345678901234567890',
    '12345678901234567891',
    '1:1.3.dfsg+really1.3.1-1+b1',
    '1:1.3.dfsg-3.1',
    '2.41-12+deb13u2',
  ],
];

/** What versions are made of, those that sort oddly more often. */
const CHARACTERS = '0011aZ.+~~-';

/** Pairs of versions that differ little, always the same: a linear congruential generator (Numerical Recipes). */
function likePairs(count: number): [string, string][] {
  let state = 1;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const text = (): string => Array.from({ length: below(4) }, () => CHARACTERS[below(CHARACTERS.length)]).join('');
  return Array.from({ length: count }, () => {
    const common = `${below(3)}${text()}`;
    return [`${common}${text()}1`, `${common}${text()}1`];
  });
}

/** What dpkg says of each pair: -1, 0 or 1. */
async function askDpkg(pairs: readonly (readonly [string, string])[]): Promise<number[]> {
  const script = `while read -r a b; do
    if dpkg --compare-versions "$a" lt "$b"; then echo -1
    elif dpkg --compare-versions "$a" eq "$b"; then echo 0
    else echo 1; fi
  done`;
  const { stdout } = await exec('sh', ['-c', script], { input: pairs.map((pair) => `${pair.join(' ')}\n`).join('') });
  return stdout.trim().split('\n').map(Number);
}

it('orders versions as dpkg does', async () => {
  const pairs = [
    ...VERSIONS.flatMap((a, index) => VERSIONS.slice(index).map((b): [string, string] => [a, b])),
    ...likePairs(200),
  ];
  const orders = await askDpkg(pairs);
  expect(orders).toHaveLength(pairs.length);
  // Each answer is there often enough to be a test of it.
  for (const order of [-1, 0, 1]) expect(orders.filter((one) => one === order).length).toBeGreaterThan(20);
  const wrong = pairs.filter(([a, b], index) => Math.sign(compareVersions(a, b)) !== orders[index]);
  expect(wrong).toEqual([]);
  const reversed = pairs.filter(([a, b], index) => Math.sign(compareVersions(b, a)) !== 0 - (orders[index] ?? 0));
  expect(reversed).toEqual([]);
}, 120_000);
