import { type Platform } from '@basewright/core';
import { type ElfFacts } from '@basewright/elf';
import { type Libc, libcOf } from '@basewright/libcs';

import { type Check, equal, failed, passed } from './check';

/**
 * What must hold of a program on its platform: right machine, loadable with the platform's page size, no relocation of
 * code, no executable stack, no instruction set above the platform's, and linked as the libc allows: static or with the platform's loader, PIE, full RELRO.
 */
export function elfChecks(program: string, elf: ElfFacts, platform: Platform, libc: Libc): Check[] {
  const on = (fact: string): string => `${program}: ${fact}`;
  const { machine, bits, endian } = platform.elf;
  const { linkage, isPie: wantsPie, loader } = libcOf(libc);
  return [
    equal(on('is for the machine'), `${elf.machine}/${elf.bits}/${elf.endian}`, `${machine}/${bits}/${endian}`),
    equal(on('has no text relocations'), elf.textrel, false),
    equal(on('has no executable stack'), elf.executableStack, false),
    equal(on('is stripped'), elf.stripped, true),
    ...instructionChecks(on('needs no newer instructions than the platform has'), elf, platform),
    alignment(on('is aligned to the largest page'), elf.segmentAlignment, platform.pageAlignment),
    linkage === 'static'
      ? equal(on('is static'), elf.static, true)
      : equal(on('asks for the loader of the platform'), elf.interpreter, loader(platform)),
    ...(wantsPie ? [equal(on('is position independent'), isPie(elf), true)] : []),
    ...(wantsPie ? [equal(on('has its relocations read-only'), elf.relro && elf.bindNow, true)] : []),
  ];
}

/** A static PIE has no interpreter, and not every linker flags it as PIE. */
function isPie({ pie, type, static: isStatic, soname }: ElfFacts): boolean {
  return pie || (isStatic && type === 'shared' && soname === null);
}

/** On machines whose files do not say what they need, running them on the oldest processor is the check. */
function instructionChecks(name: string, elf: ElfFacts, { instructionSets }: Platform): Check[] {
  if (instructionSets === null) return [];
  const newer = elf.instructionSets.filter((set) => !instructionSets.includes(set));
  return [newer.length === 0 ? passed(name) : failed(name, `it needs ${newer.join(', ')}`)];
}

function alignment(name: string, got: number, want: number): Check {
  const hex = (bytes: number): string => `0x${bytes.toString(16)}`;
  return got >= want ? passed(name) : failed(name, `got ${hex(got)}, want ${hex(want)}`);
}
