import { keyOf, type Lock, parseLock } from '@basewright/debian';
import { PACKAGE_SETS_LOCK, TESTS_LOCK } from '@basewright/testing';
import { readFileSync } from 'node:fs';

import { WANTED_FOR_SETS } from './lock-tests/package-sets';
import { OLD_RELEASE, WANTED } from './lock-tests/wanted';

const lockAt = (path: string): Lock => parseLock(path, readFileSync(path, 'utf8'));

describe.each([
  ['the tests', TESTS_LOCK, WANTED],
  ['sets of packages', PACKAGE_SETS_LOCK, WANTED_FOR_SETS],
])('the lock file of %s', (_what, path, wanted) => {
  const lock = lockAt(path);

  it('pins what they ask for, and nothing else', () => {
    const pinned = Object.entries(lock.sets).map(([key, { request }]) => `${key} ${request.for}`);
    expect(pinned.sort()).toEqual(wanted.map((set) => `${keyOf(set)} ${set.purpose}`).sort());
  });

  it.each(wanted.map((set) => [set.purpose, set] as const))('%s has every package that it names', (_purpose, set) => {
    const held = lock.sets[keyOf(set)]?.packages.map((one) => one.replace(/:.*/, ''));
    expect(held).toEqual(expect.arrayContaining(set.names.map((name) => name.replace(/:.*/, ''))));
  });
});

it('pins the release that Basewright does not know once', () => {
  const { sources } = lockAt(TESTS_LOCK);
  expect(Object.keys(sources).filter((key) => key.endsWith(` ${OLD_RELEASE.file}`))).toHaveLength(1);
});
