import { platformOf, PLATFORMS } from '@basewright/core';
import { type ElfFacts } from '@basewright/elf';
import { type Libc, libcOf } from '@basewright/libcs';

import { elfChecks } from './elf-checks';

/** A program as compile makes it for a platform and libc. */
function program(id: string, libc: Libc, change: Partial<ElfFacts> = {}): ElfFacts {
  const { elf, pageAlignment } = platformOf(id);
  const { linkage, isPie: pie, loader } = libcOf(libc);
  const isStatic = linkage === 'static';
  return {
    ...elf,
    type: pie ? 'shared' : 'executable',
    pie,
    relro: pie,
    bindNow: pie,
    static: isStatic,
    soname: null,
    interpreter: loader(platformOf(id)),
    needed: isStatic ? [] : ['libc.so.6'],
    runpath: [],
    rpath: [],
    textrel: false,
    executableStack: false,
    segmentAlignment: pageAlignment,
    stripped: true,
    instructionSets: [],
    versionsNeeded: {},
    versionsDefined: [],
    ...change,
  };
}

const problems = (id: string, libc: Libc, elf: ElfFacts): string[] =>
  elfChecks('busybox', elf, platformOf(id), libc).flatMap(({ name, problem }) =>
    problem === null ? [] : [`${name}: ${problem}`],
  );

it.each(PLATFORMS.flatMap(({ id }) => (['glibc', 'musl', 'uclibc'] as const).map((libc) => [id, libc] as const)))(
  'holds of a program for %s on %s',
  (id, libc) => {
    expect(problems(id, libc, program(id, libc))).toEqual([]);
  },
);

it.each<[what: string, change: Partial<ElfFacts>, problem: string]>([
  ['another machine', { machine: 40 }, 'is for the machine: got 40/64/little, want 183/64/little'],
  ['the other byte order', { endian: 'big' }, 'is for the machine: got 183/64/big, want 183/64/little'],
  ['text relocations', { textrel: true }, 'has no text relocations: got true, want false'],
  ['an executable stack', { executableStack: true }, 'has no executable stack: got true, want false'],
  ['symbols', { stripped: false }, 'is stripped: got false, want true'],
  ['4 KiB pages', { segmentAlignment: 0x1000 }, 'is aligned to the largest page: got 0x1000, want 0x10000'],
  [
    "another libc's loader",
    { interpreter: '/lib/ld-musl-aarch64.so.1' },
    'asks for the loader of the platform: got /lib/ld-musl-aarch64.so.1, want /lib/ld-linux-aarch64.so.1',
  ],
  ['a fixed address', { pie: false, type: 'executable' }, 'is position independent: got false, want true'],
  ['lazy binding', { bindNow: false }, 'has its relocations read-only: got false, want true'],
  ['writable relocations', { relro: false }, 'has its relocations read-only: got false, want true'],
])('finds %s', (_, change, problem) => {
  expect(problems('linux/arm64', 'glibc', program('linux/arm64', 'glibc', change))).toEqual([`busybox: ${problem}`]);
});

it('finds a dynamic program on a libc whose images are static', () => {
  const elf = program('linux/amd64', 'musl', { static: false, interpreter: '/lib/ld-musl-x86_64.so.1' });
  expect(problems('linux/amd64', 'musl', elf)).toEqual(['busybox: is static: got false, want true']);
});

it('takes a static PIE for one although not every linker flags it', () => {
  const elf = program('linux/amd64', 'musl', { pie: false, type: 'shared' });
  expect(problems('linux/amd64', 'musl', elf)).toEqual([]);
  expect(problems('linux/amd64', 'musl', { ...elf, soname: 'libx.so' })).toHaveLength(1);
});

it('finds instructions that the platform does not promise', () => {
  const elf = program('linux/amd64', 'musl', { instructionSets: ['x86-64-v3'] });
  expect(problems('linux/amd64', 'musl', elf)).toEqual([
    'busybox: needs no newer instructions than the platform has: it needs x86-64-v3',
  ]);
});
