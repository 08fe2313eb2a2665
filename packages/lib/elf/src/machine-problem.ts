import { type Platform, PLATFORMS } from '@basewright/core';

import { type ElfFacts } from './facts';

/** What says which machine code is for. */
export type MachineCode = Pick<ElfFacts, 'machine' | 'bits' | 'endian'>;

/** Why code cannot run on a platform, as the end of a sentence: `it is for linux/arm64, the image is for linux/amd64`. */
export function machineProblem(platform: Platform, code: MachineCode): string | undefined {
  if (isCodeFor(platform.elf, code)) return undefined;
  const own = PLATFORMS.filter((other) => isCodeFor(other.elf, code)).map(({ id }) => id);
  const found = own.length > 0 ? own.join(' or ') : `machine ${code.machine}, ${code.bits} bits, ${code.endian}-endian`;
  return `it is for ${found}, the image is for ${platform.id}`;
}

/** Whether code is for a machine. */
export function isCodeFor(target: MachineCode, { machine, bits, endian }: MachineCode): boolean {
  return target.machine === machine && target.bits === bits && target.endian === endian;
}
