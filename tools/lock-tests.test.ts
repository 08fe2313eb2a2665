import { keyOf, type Lock, parseLock } from '@basewright/debian';
import { TESTS_LOCK } from '@basewright/testing';
import { readFileSync } from 'node:fs';

import { OLD_RELEASE, WANTED } from './lock-tests/wanted';

const lock: Lock = parseLock(TESTS_LOCK, readFileSync(TESTS_LOCK, 'utf8'));

it('the lock file of the tests pins what they ask for, and nothing else', () => {
  const pinned = Object.entries(lock.sets).map(([key, { request }]) => `${key} ${request.for}`);
  expect(pinned.sort()).toEqual(WANTED.map((set) => `${keyOf(set)} ${set.purpose}`).sort());
  expect(Object.keys(lock.sources).filter((key) => key.endsWith(` ${OLD_RELEASE.file}`))).toHaveLength(1);
});

it.each(WANTED.map((set) => [set.purpose, set] as const))('%s has every package that it names', (_purpose, set) => {
  const held = lock.sets[keyOf(set)]?.packages.map((one) => one.replace(/:.*/, ''));
  expect(held).toEqual(expect.arrayContaining(set.names.map((name) => name.replace(/:.*/, ''))));
});
