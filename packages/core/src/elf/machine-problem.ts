import { type ElfTarget, type Platform } from '../platform';
import { PLATFORMS } from '../platform-table';
import { type ElfFacts } from './facts';

type Code = Pick<ElfFacts, 'machine' | 'bits' | 'endian'>;

/** Why code cannot run on a platform, as the end of a sentence: `it is for linux/arm64, the image is for linux/amd64`. */
export function machineProblem(platform: Platform, code: Code): string | undefined {
  if (isFor(platform.elf, code)) return undefined;
  const own = PLATFORMS.filter((other) => isFor(other.elf, code)).map(({ id }) => id);
  const found = own.length > 0 ? own.join(' or ') : `machine ${code.machine}, ${code.bits} bits, ${code.endian}-endian`;
  return `it is for ${found}, the image is for ${platform.id}`;
}

function isFor(target: ElfTarget, { machine, bits, endian }: Code): boolean {
  return target.machine === machine && target.bits === bits && target.endian === endian;
}
