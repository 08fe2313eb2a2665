import { BasewrightError, type ElfFacts, type ElfTarget, type Platform, PLATFORMS } from '@basewright/core';

/** Why code cannot run on a platform, as the end of a sentence: `it is for linux/arm64, the image is for linux/amd64`. */
export function platformProblem(platform: Platform, elf: ElfFacts): string | undefined {
  if (isFor(platform.elf, elf)) return undefined;
  const own = PLATFORMS.filter((other) => isFor(other.elf, elf)).map(({ id }) => id);
  const found = own.length > 0 ? own.join(' or ') : `machine ${elf.machine}, ${elf.bits} bits, ${elf.endian}-endian`;
  return `it is for ${found}, the image is for ${platform.id}`;
}

/** Why the image's loader cannot start a program, likewise: its interpreter is another than the platform's. */
export function loaderProblem(platform: Platform, { interpreter }: ElfFacts): string | undefined {
  if (interpreter === null || interpreter === platform.loader) return undefined;
  return `its interpreter is ${interpreter}, that of glibc on ${platform.id} is ${platform.loader}`;
}

/** Throws CHECK_FAILED when a program that the image brings itself is for another platform, or another libc. */
export function assertRuns(platform: Platform, path: string, elf: ElfFacts): void {
  const problem = platformProblem(platform, elf) ?? loaderProblem(platform, elf);
  if (problem !== undefined) throw new BasewrightError('CHECK_FAILED', `cannot use ${path}: ${problem}`);
}

function isFor(target: ElfTarget, { machine, bits, endian }: ElfFacts): boolean {
  return target.machine === machine && target.bits === bits && target.endian === endian;
}
