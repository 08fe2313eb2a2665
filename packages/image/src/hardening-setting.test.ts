import { platformOf } from '@basewright/core';

import { hardeningOf } from './hardening-setting';

it.each([
  ['none', 'linux/arm64', 'glibc', undefined],
  ['full', 'linux/arm64', 'musl', ['stack-protector', 'stack-clash', 'branch-protection']],
  ['full', 'linux/riscv64', 'uclibc', undefined],
  [['branch-protection', 'stack-protector'], 'linux/amd64', 'musl', ['stack-protector']],
] as const)('%j on %s with %s is %j', (setting, id, libc, hardening) => {
  const written = typeof setting === 'string' ? setting : [...setting];
  expect(hardeningOf(written, platformOf(id), libc).hardening).toEqual(hardening);
});
