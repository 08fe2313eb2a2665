import { BasewrightError, type Platform } from '@basewright/core';
import { type ElfFacts } from '@basewright/elf';
import { type Libc, libcOf } from '@basewright/libcs';

/**
 * Refuses a program that would not run in an image: code for another machine, linked to shared objects where the libc
 * is linked statically, or with relocations in its code. Throws CHECK_FAILED with everything that is wrong.
 */
export function checkProgram(name: string, elf: ElfFacts, platform: Platform, libc: Libc): void {
  const { machine, bits, endian } = platform.elf;
  const fits = elf.machine === machine && elf.bits === bits && elf.endian === endian;
  const problems = [
    fits ? [] : [`it is for machine ${elf.machine} (${elf.bits} bits, ${elf.endian}-endian), not for ${platform.id}`],
    libcOf(libc).linkage === 'dynamic' || elf.static
      ? []
      : [`it needs ${dependencies(elf)}, and ${libc} is linked statically`],
    elf.textrel ? ['it has relocations in its code'] : [],
  ].flat();
  if (problems.length === 0) return;
  throw new BasewrightError('CHECK_FAILED', `cannot use the compiled ${name}: ${problems.join('; ')}`, {
    hint: 'look for what the configuration says about linking: CONFIG_STATIC, CONFIG_EXTRA_LDFLAGS, CONFIG_EXTRA_LDLIBS',
  });
}

function dependencies({ interpreter, needed }: ElfFacts): string {
  return [...(interpreter === null ? [] : [interpreter]), ...needed].join(', ');
}
