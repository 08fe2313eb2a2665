import { platformOf } from '@basewright/core';
import { keyOf, lockedSet, readLock } from '@basewright/debian';
import { TESTS_LOCK } from '@basewright/testing';

import { toolchainSets } from '../src/toolchain-sets';

// Nothing of it runs here: what these names came to when they were pinned is all there is to look at.
it('finds compilers for amd64 that run on arm64', async () => {
  const { build } = toolchainSets({ platform: platformOf('linux/amd64'), libc: 'musl', host: 'arm64' });
  const packages = lockedSet(await readLock(TESTS_LOCK), keyOf(build)) ?? [];
  const named = packages.map(({ name, architecture }) => `${name}:${architecture}`);
  expect(named).toEqual(expect.arrayContaining(['gcc-x86-64-linux-gnu:arm64', 'make:arm64', 'musl-dev:amd64']));
  expect(named.filter((one) => /^(gcc|make|dash)\b.*:amd64$/.test(one))).toEqual([]);
});
