import { type DebianPackage } from '@basewright/contracts';

import { emptyLock } from './lock-file';
import { affectedSets, lockedSet, setKey, sourceOf, withoutSets, withSets } from './locked-sets';

const pkg = (name: string, version: string, source = name, architecture = 'amd64'): DebianPackage => ({
  name,
  version,
  architecture,
  archive: 'debian',
  size: 1,
  path: `pool/main/x/${source}/${name}_${version}_${architecture}.deb`,
  sha256: `${name}${version}${architecture}`.padEnd(64, '0'),
});
const set = (purpose: string, ...packages: DebianPackage[]) => ({ request: { for: purpose }, packages });
const keyOf = (purpose: string): string => setKey({ for: purpose });

const [make, dash] = [pkg('make', '4'), pkg('dash', '1')];
const LOCK = withSets(emptyLock('trixie'), [set('one', make, dash), set('two', dash)]);

it('pins each package once, whatever sets it is in, and gives it back as it was', () => {
  expect(Object.keys(LOCK.packages).sort()).toEqual(['dash:amd64=1', 'make:amd64=4']);
  expect(LOCK.sets[keyOf('one')]?.packages).toEqual(['dash:amd64', 'make:amd64']);
  expect(lockedSet(LOCK, keyOf('one'))).toEqual([dash, make]);
  expect(lockedSet(LOCK, keyOf('three'))).toBeNull();
  expect(lockedSet(null, keyOf('one'))).toBeNull();
});

it('names versions only where two sets hold different ones', () => {
  const lock = withSets(LOCK, [set('two', pkg('dash', '2'))]);
  expect(lock.sets[keyOf('one')]?.packages).toEqual(['dash:amd64=1', 'make:amd64']);
  expect(lockedSet(lock, keyOf('two'))).toEqual([pkg('dash', '2')]);
  expect(lockedSet(lock, keyOf('one'))).toEqual([dash, make]);
});

it('replaces all sets for one purpose, whatever they were asked for with, and drops what no set names', () => {
  const again = { request: { for: 'one', names: ['tar'] }, packages: [pkg('tar', '1')] };
  const lock = withSets(LOCK, [again]);
  expect(Object.keys(lock.sets).sort()).toEqual([setKey(again.request), keyOf('two')].sort());
  expect(Object.keys(lock.packages).sort()).toEqual(['dash:amd64=1', 'tar:amd64=1']);
  expect(Object.keys(withoutSets(LOCK, ({ for: purpose }) => purpose === 'two').packages)).toEqual(['dash:amd64=1']);
});

it('keeps what else is known of a package as long as it is the same', () => {
  const known = { ...LOCK, packages: { ...LOCK.packages, 'dash:amd64=1': { ...dash, source: 'dash=1' } as never } };
  expect(withSets(known, [set('three', dash)]).packages['dash:amd64=1']).toMatchObject({ source: 'dash=1' });
  const other = { ...dash, sha256: 'f'.repeat(64) };
  expect(withSets(known, [set('one', other), set('two', other)]).packages['dash:amd64=1']).not.toHaveProperty('source');
});

it.each([
  ['pool/main/g/glibc/libc6_2.41-12_amd64.deb', 'glibc'],
  ['pool/updates/main/n/nginx/nginx_1_amd64.deb', 'nginx'],
  ['pool/tool_1_amd64.deb', 'tool'],
  ['main/tool_1_amd64.deb', 'tool'],
  ['tool_1_amd64.deb', 'tool'],
])('the source of %s is %s', (path, source) => {
  expect(sourceOf({ path })).toBe(source);
});

it('a file that is gone affects its set, and those that share a source with that set', () => {
  const lock = withSets(emptyLock('trixie'), [
    set('toolchain', pkg('libc6-dev', '1', 'glibc'), pkg('make', '4')),
    set('libraries', pkg('libc6', '1', 'glibc', 'arm64')),
    set('image', pkg('nginx', '1')),
  ]);
  const affected = (name: string) =>
    [...affectedSets(lock, new Set([name.padEnd(64, '0')]))].map((key) => lock.sets[key]?.request.for).sort();
  expect(affected('make4amd64')).toEqual(['libraries', 'toolchain']);
  expect(affected('nginx1amd64')).toEqual(['image']);
  expect(affected('none')).toEqual([]);
});
