import { platformOf } from '@basewright/core';
import { type ElfFacts } from '@basewright/elf';

import { checkProgram } from './check-program';

const FACTS: ElfFacts = {
  machine: 62,
  bits: 64,
  endian: 'little',
  type: 'shared',
  interpreter: null,
  needed: [],
  soname: null,
  runpath: [],
  rpath: [],
  static: true,
  pie: true,
  relro: true,
  bindNow: true,
  textrel: false,
  executableStack: false,
  segmentAlignment: 4096,
  instructionSets: [],
  versionsNeeded: {},
  versionsDefined: [],
  stripped: true,
};
const DYNAMIC = { static: false, interpreter: '/lib64/ld-linux-x86-64.so.2', needed: ['libc.so.6'] };
const amd64 = platformOf('linux/amd64');

it('lets pass what runs in an image', () => {
  expect(() => {
    checkProgram('busybox', FACTS, amd64, 'musl');
  }).not.toThrow();
  expect(() => {
    checkProgram('busybox', { ...FACTS, ...DYNAMIC }, amd64, 'glibc');
  }).not.toThrow();
});

it('refuses what does not, with everything that is wrong', () => {
  const broken = { ...FACTS, ...DYNAMIC, textrel: true };
  expect(() => {
    checkProgram('busybox', broken, platformOf('linux/s390x'), 'musl');
  }).toThrow(
    'cannot use the compiled busybox: it is for machine 62 (64 bits, little-endian), not for linux/s390x; ' +
      'it needs /lib64/ld-linux-x86-64.so.2, libc.so.6, and musl is linked statically; it has relocations in its code',
  );
});
