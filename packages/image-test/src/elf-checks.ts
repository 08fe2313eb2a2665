import { type ElfFacts, type Libc, LINKAGE, type Platform } from '@basewright/core';

import { type Check, equal, held } from './check';

/**
 * What must hold of a program on its platform: right machine, loadable with the platform's page size, no relocation of
 * code, no executable stack; static where the libc is linked statically, else PIE with full RELRO and the right loader.
 */
export function elfChecks(program: string, elf: ElfFacts, platform: Platform, libc: Libc): Check[] {
  const on = (fact: string): string => `${program}: ${fact}`;
  const { machine, bits, endian } = platform.elf;
  const aligned = elf.segmentAlignment >= platform.pageAlignment;
  const hex = (bytes: number): string => `0x${bytes.toString(16)}`;
  const linkage =
    LINKAGE[libc] === 'static'
      ? [equal(on('is static'), elf.static, true)]
      : [
          equal(on('asks for the loader of the platform'), elf.interpreter, platform.loader),
          equal(on('is position independent'), elf.pie, true),
          equal(on('has its relocations read-only'), elf.relro && elf.bindNow, true),
        ];
  return [
    equal(on('is for the machine'), `${elf.machine}/${elf.bits}/${elf.endian}`, `${machine}/${bits}/${endian}`),
    equal(on('has no text relocations'), elf.textrel, false),
    equal(on('has no executable stack'), elf.executableStack, false),
    equal(on('is stripped'), elf.stripped, true),
    aligned
      ? held(on('is aligned to the largest page'))
      : {
          name: on('is aligned to the largest page'),
          problem: `got ${hex(elf.segmentAlignment)}, want ${hex(platform.pageAlignment)}`,
        },
    ...linkage,
  ];
}
