import { BasewrightError, type ElfFacts, type ElfTarget, type Platform, PLATFORMS } from '@basewright/core';

/** Throws CHECK_FAILED when an ELF file, described by `what`, is not code for a platform. */
export function assertRunsOn(platform: Platform, what: string, elf: ElfFacts): void {
  if (isFor(platform.elf, elf)) return;
  const own = PLATFORMS.filter((other) => isFor(other.elf, elf)).map(({ id }) => id);
  const found = own.length > 0 ? own.join(' or ') : `machine ${elf.machine}, ${elf.bits} bits, ${elf.endian}-endian`;
  throw new BasewrightError('CHECK_FAILED', `cannot use ${what}: it is for ${found}, the image is for ${platform.id}`);
}

/** Throws CHECK_FAILED when a program's interpreter is another than the platform's loader, which is the one in the image. */
export function assertLoader(platform: Platform, path: string, { interpreter }: ElfFacts): void {
  if (interpreter === null || interpreter === platform.loader) return;
  throw new BasewrightError(
    'CHECK_FAILED',
    `cannot use ${path}: its interpreter is ${interpreter}, that of glibc on ${platform.id} is ${platform.loader}`,
  );
}

function isFor(target: ElfTarget, { machine, bits, endian }: ElfFacts): boolean {
  return target.machine === machine && target.bits === bits && target.endian === endian;
}
