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

it.each([
  ['linux/386', { machine: 62, bits: 32 }],
  ['linux/386', { machine: 3, bits: 64 }],
  ['linux/ppc64le', { machine: 21, bits: 64, endian: 'big' }],
] as const)('refuses what is for another machine than %s, even if it differs in one thing: %j', (id, facts) => {
  expect(() => {
    checkProgram('busybox', { ...FACTS, ...facts }, platformOf(id), 'musl');
  }).toThrow(
    expect.objectContaining({
      code: 'CHECK_FAILED',
      message: expect.stringMatching(/^cannot use the compiled busybox: it is for machine \d+ [^;]*$/) as string,
      hint: expect.stringContaining('CONFIG_STATIC, CONFIG_EXTRA_LDFLAGS') as string,
    }) as Error,
  );
});

it('names libraries where there is no loader', () => {
  expect(() => {
    checkProgram('getconf', { ...FACTS, static: false, needed: ['libc.so'] }, amd64, 'musl');
  }).toThrow('cannot use the compiled getconf: it needs libc.so, and musl is linked statically');
});
