import { LIBCS } from '@basewright/libcs';

import { type BusyboxBuild, busyboxRelease, busyboxVulnerabilities, knownVersions, vulnerabilityStates } from '..';
import { isBefore } from './release-order';
import { parseSymbols } from './symbols';
import { type Vulnerability } from './table';

const TABLE = busyboxVulnerabilities();
const NEWEST = TABLE.releases.at(-1) ?? '';

/** Every symbol that the table names, but those whose being on closes something. */
const SYMBOLS = [
  ...new Set(
    TABLE.vulnerabilities
      .flatMap(({ code }) => code?.places ?? [])
      .flatMap(({ symbols }) => parseSymbols(symbols).flat()),
  ),
];
const PROTECTION = 'FEATURE_PATH_TRAVERSAL_PROTECTION';

function config(off: readonly string[] = []): string {
  const lines = [...new Set([...SYMBOLS, PROTECTION])].map((symbol) =>
    off.includes(symbol) ? `# CONFIG_${symbol} is not set` : `CONFIG_${symbol}=y`,
  );
  return `#\n${lines.join('\n')}\n`;
}

function patchesOf(release: string, without: readonly string[] = []): BusyboxBuild['patches'] {
  return busyboxRelease(release).patches.flatMap(({ name, sha256 = '', fixes = [] }) =>
    fixes.some((id) => without.includes(id)) ? [] : [{ name, sha256, fixes }],
  );
}

function stateOf(id: string, build: Partial<BusyboxBuild>) {
  const full: BusyboxBuild = { release: NEWEST, libc: 'musl', config: config(), patches: [], ...build };
  const found = vulnerabilityStates(TABLE, full).find((one) => one.id === id);
  if (found === undefined) throw new Error(`the table has no ${id}`);
  return found;
}

/** A release that has the fault, whether Basewright can build it or not. */
function releaseWith({ affected: { from, fixedIn } }: Vulnerability): string {
  if (fixedIn === undefined) return NEWEST;
  return from ?? TABLE.releases.find((release) => isBefore(release, fixedIn)) ?? '0.60.5';
}

const WITH_SYMBOLS = TABLE.vulnerabilities.filter(({ code }) => code !== null);

it('leaves few without a symbol', () => {
  expect(TABLE.vulnerabilities.filter(({ code }) => code === null).map(({ id }) => id)).toEqual(['CVE-2026-88841']);
});

it.each(WITH_SYMBOLS.map((row) => [row.id, row] as const))(
  '%s: is open where its code is compiled in, and not when a symbol is switched off',
  (id, row) => {
    const release = releaseWith(row);
    const off = row.code?.closedBy === undefined ? [] : [row.code.closedBy];
    const open = stateOf(id, { release, config: config(off) });
    expect(open).toMatchObject({ state: 'open' });
    const unset = open.ways.flatMap((way) => /^"unset": (\[.*\])$/.exec(way)?.[1] ?? []);
    expect(unset).toHaveLength(1);
    const symbols = JSON.parse(unset[0] ?? '') as string[];
    const closed = stateOf(id, { release, config: config([...off, ...symbols]) });
    expect([closed.state, closed.ways]).toEqual(['not-affected', []]);
    expect(closed.because).toMatch(/^(CONFIG_\w+(, CONFIG_\w+)* (is|are) off)$/);
    // None of them is there in vain.
    for (const symbol of symbols) {
      const others = [...off, ...symbols.filter((other) => other !== symbol)];
      expect([symbol, stateOf(id, { release, config: config(others) }).state]).toEqual([symbol, 'open']);
    }
  },
);

it.each(knownVersions.busybox)('%s: every fix of ours closes what it names, and its absence opens it', (release) => {
  for (const id of new Set(patchesOf(release).flatMap(({ fixes }) => fixes))) {
    const patches = patchesOf(release);
    const fixing = patches.filter(({ fixes }) => fixes.includes(id)).map(({ name }) => name);
    expect(stateOf(id, { release, patches })).toMatchObject({ state: 'fixed', because: fixing.join(', '), ways: [] });
    // Of two that are needed one is not enough.
    for (const name of fixing) {
      const without = patches.filter((patch) => patch.name !== name);
      // Without the patch that brings it, 1.37.0 does not know the symbol.
      const known = id === 'CVE-2023-39810' ? config().replace(`CONFIG_${PROTECTION}=y\n`, '') : config();
      const open = stateOf(id, { release, patches: without, config: known });
      expect([id, open.state, open.because]).toEqual([id, 'open', `not applied: ${name}`]);
      expect(open.ways).toContain(`"securityPatches": "all", and no ${id} in "withoutFixes"`);
    }
  }
});

it.each(knownVersions.busybox)('%s: is left with what no code can close, with all fixes', (release) => {
  const states = vulnerabilityStates(TABLE, { release, libc: 'glibc', config: config(), patches: patchesOf(release) });
  expect(states.flatMap(({ id, state }) => (state === 'open' ? [id] : []))).toEqual(['CVE-2018-1000500']);
  expect(states.flatMap(({ id, state }) => (state === 'unknown' ? [id] : []))).toEqual(['CVE-2026-88841']);
});

it('names the way out where there is no fix', () => {
  const { ways, because } = stateOf('CVE-2018-1000500', { patches: patchesOf(NEWEST) });
  expect(because).toBe('no fix is known');
  expect(ways).toEqual([
    '"unset": ["FEATURE_WGET_HTTPS"]',
    expect.stringMatching(/^a program that checks certificates: /),
  ]);
});

it.each([
  ['1.36.1', 'CVE-2026-29004', 'open', 'no fix is known', '"version": "1.38.0"'],
  ['1.36.1', 'CVE-2026-88832', 'open', 'no fix is known', '"version": "1.38.0"'],
  ['1.38.0', 'CVE-2026-29004', 'not-in-release', 'fixed in 1.38.0', undefined],
  ['1.37.0', 'CVE-2026-88840', 'not-in-release', 'began with 1.38.0', undefined],
  ['1.9.2', 'CVE-2026-124742', 'not-in-release', 'began with 1.10.0', undefined],
  ['1.39.0', 'CVE-2026-88832', 'unknown', 'nobody has looked at 1.39.0: the table ends with 1.38.0', undefined],
  ['1.39.0', 'CVE-2026-29004', 'not-in-release', 'fixed in 1.38.0', undefined],
  ['snapshot', 'CVE-2026-29004', 'unknown', "snapshot is none of upstream's releases", undefined],
])('%s and %s: %s', (release, id, state, because, way) => {
  const told = stateOf(id, { release });
  expect(told).toMatchObject({ state, because });
  expect(told.ways.filter((one) => one.startsWith('"version"'))).toEqual(way === undefined ? [] : [way]);
});

it.each(LIBCS)('CVE-2022-28391 on %s: names of DNS by the libc, nslookup on all', (libc) => {
  const id = 'CVE-2022-28391';
  expect(stateOf(id, { libc })).toMatchObject({ state: 'open' });
  const withoutNslookup = stateOf(id, { libc, config: config(['NSLOOKUP']) });
  expect(withoutNslookup).toMatchObject(
    libc === 'musl' ? { state: 'open' } : { state: 'not-affected', because: `${libc} refuses such names` },
  );
});

describe('path traversal in cpio', () => {
  const off = config([PROTECTION]);
  const [of39810, of124744] = ['CVE-2023-39810', 'CVE-2026-124744'];

  it('is two vulnerabilities, one with the protection off, one with it on', () => {
    expect(stateOf(of39810, { config: off })).toMatchObject({ state: 'open', because: `CONFIG_${PROTECTION} is off` });
    expect(stateOf(of39810, { config: off }).ways).toContain(`"set": { "${PROTECTION}": true }`);
    expect(stateOf(of39810, {})).toMatchObject({ state: 'not-affected', because: `CONFIG_${PROTECTION} is on` });
    expect(stateOf(of124744, { config: off })).toMatchObject({ state: 'not-affected' });
    expect(stateOf(of124744, {})).toMatchObject({ state: 'open' });
  });

  it('is not closed by a patch whose option is off', () => {
    const build = { release: '1.37.0', patches: patchesOf('1.37.0') };
    expect(stateOf(of39810, build).state).toBe('fixed');
    expect(stateOf(of39810, { ...build, config: off })).toMatchObject({ state: 'open' });
  });

  it('came to 1.37.0 with the fix alone', () => {
    const build = { release: '1.37.0', patches: patchesOf('1.37.0', [of124744]) };
    expect(stateOf(of124744, build).state).toBe('open');
    const without = { release: '1.37.0', patches: patchesOf('1.37.0', [of39810, of124744]) };
    expect(stateOf(of124744, without)).toMatchObject({ state: 'not-in-release', because: 'began with 1.38.0' });
  });
});
