import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { lockInputs } from './lock-inputs';

const directory = mkdtempSync(join(tmpdir(), 'basewright-lock-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});
const path = join(directory, 'lock.json');

const LOCK = {
  packages: { 'a:amd64=1': { sha256: '1' }, 'b:amd64=1': { sha256: '2' }, 'b:amd64=2': { sha256: '3' } },
  sets: {
    x: { request: { for: 'packages/one/amd64' }, packages: ['a:amd64'] },
    y: { request: { for: 'packages/other/amd64' }, packages: ['b:amd64=1'] },
    z: { request: { for: 'packages/one/amd64/more' }, packages: ['b:amd64=2'] },
  },
};

const keyWith = (change: (lock: typeof LOCK) => void): unknown => {
  const lock = structuredClone(LOCK);
  change(lock);
  writeFileSync(path, JSON.stringify(lock));
  return lockInputs(path)(['packages/one/amd64']);
};
const before = keyWith(() => undefined);

it.each<[string, (lock: typeof LOCK) => void]>([
  ['a package of a set', (lock) => (lock.packages['a:amd64=1'].sha256 = '9')],
  ['a package of a set below it', (lock) => (lock.packages['b:amd64=2'].sha256 = '9')],
  ['the packages of a set', (lock) => lock.sets.x.packages.push('b:amd64=1')],
  ['what a set is for', (lock) => (lock.sets.x.request.for = 'packages/one/arm64')],
])('changes with %s', (_what, change) => {
  expect(keyWith(change)).not.toEqual(before);
});

it.each<[string, (lock: typeof LOCK) => void]>([
  ['a package of another set', (lock) => (lock.packages['b:amd64=1'].sha256 = '9')],
  ['the packages of another set', (lock) => lock.sets.y.packages.push('a:amd64')],
])('does not change with %s', (_what, change) => {
  expect(keyWith(change)).toEqual(before);
});

it('keys by its text what is no lock, and is the same for no file', () => {
  writeFileSync(path, '<<<<<<< ours');
  const broken = lockInputs(path)(['x']);
  writeFileSync(path, '<<<<<<< theirs');
  expect(lockInputs(path)(['x'])).not.toEqual(broken);
  expect(lockInputs(join(directory, 'none'))(['x'])).toEqual(lockInputs(join(directory, 'none'))(['y']));
});
