import { BasewrightError, type Platform } from '@basewright/core';
import { type ElfFacts, machineProblem } from '@basewright/elf';
import { glibcLoader } from '@basewright/libcs';

/** Why the image's loader cannot start a program, as the end of a sentence: its interpreter is another than the platform's. */
export function loaderProblem(platform: Platform, { interpreter }: ElfFacts): string | undefined {
  const loader = glibcLoader(platform);
  if (interpreter === null || interpreter === loader) return undefined;
  return `its interpreter is ${interpreter}, that of glibc on ${platform.id} is ${loader}`;
}

/** Throws CHECK_FAILED when a program that the image brings itself is for another platform, or another libc. */
export function assertRuns(platform: Platform, path: string, elf: ElfFacts): void {
  const problem = machineProblem(platform, elf) ?? loaderProblem(platform, elf);
  if (problem !== undefined) throw new BasewrightError('CHECK_FAILED', `cannot use ${path}: ${problem}`);
}
