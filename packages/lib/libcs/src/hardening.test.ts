import { platformOf } from '@basewright/core';

import { availableHardening, HARDENING_MEASURES, hardeningOptions } from './hardening';

it.each([
  ['linux/amd64', 'glibc', ['stack-protector', 'fortify', 'stack-clash']],
  ['linux/amd64', 'musl', ['stack-protector', 'stack-clash']],
  ['linux/amd64', 'uclibc', ['stack-clash']],
  ['linux/arm64', 'glibc', ['stack-protector', 'fortify', 'stack-clash', 'branch-protection']],
  ['linux/arm64', 'uclibc', ['stack-clash', 'branch-protection']],
  ['linux/arm/v5', 'glibc', ['stack-protector', 'fortify']],
  ['linux/riscv64', 'uclibc', []],
] as const)('on %s %s has %j', (id, libc, measures) => {
  expect(availableHardening(HARDENING_MEASURES, platformOf(id), libc)).toEqual(measures);
});

it('keeps the order of the table, and what is asked for', () => {
  const measures = ['stack-clash', 'stack-protector'] as const;
  expect(availableHardening(measures, platformOf('linux/amd64'), 'musl')).toEqual(['stack-protector', 'stack-clash']);
});

it('marks code for branch protection only where all that is linked in has the marks', () => {
  const optionsOn = (libc: 'glibc' | 'musl') => hardeningOptions('branch-protection', platformOf('linux/arm64'), libc);
  expect([optionsOn('glibc'), optionsOn('musl')]).toEqual([
    ['-mbranch-protection=standard'],
    ['-mbranch-protection=pac-ret'],
  ]);
  expect(hardeningOptions('branch-protection', platformOf('linux/amd64'), 'glibc')).toBeNull();
});
