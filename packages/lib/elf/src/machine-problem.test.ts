import { platformOf } from '@basewright/core';

import { machineProblem } from './machine-problem';

const amd64 = platformOf('linux/amd64');

it.each([
  [{ machine: 183 }, 'it is for linux/arm64, the image is for linux/amd64'],
  [
    { machine: 40, bits: 32 } as const,
    'it is for linux/arm/v5 or linux/arm/v6 or linux/arm/v7, the image is for linux/amd64',
  ],
  [{ bits: 32 } as const, 'it is for machine 62, 32 bits, little-endian, the image is for linux/amd64'],
  [{}, undefined],
])('tells code for another platform: %j', (change, problem) => {
  expect(machineProblem(amd64, { ...amd64.elf, ...change })).toBe(problem);
});
