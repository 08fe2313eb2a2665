import { openStore, platformOf } from '@basewright/core';
import { openApt } from '@basewright/debian';

import { toolchainSets } from '../src/toolchain-sets';

it('finds compilers for amd64 that run on arm64', async () => {
  const { build } = toolchainSets(platformOf('linux/amd64'), 'musl', 'arm64');
  const packages = await (await openApt(openStore(), {}, build.architectures, 'arm64')).resolve(build.names);
  const named = packages.map(({ name, architecture }) => `${name}:${architecture}`);
  expect(named).toEqual(expect.arrayContaining(['gcc-x86-64-linux-gnu:arm64', 'make:arm64', 'musl-dev:amd64']));
  expect(named.filter((one) => /^(gcc|make|dash)\b.*:amd64$/.test(one))).toEqual([]);
});
