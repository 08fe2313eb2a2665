import { dynamicSymbols } from './dynamic-symbols';
import { type ElfFunction, readFunctions } from './functions';
import { readHeader } from './header';
import { controlFlowMarks, readProperties } from './properties';
import { readSegments, SEGMENT } from './segments';

/** What protects a program, as far as its file tells. Each is null where files of its machine, or of its linkage, do not tell. */
export interface Protections {
  /** PT_GNU_STACK is there. Without it some kernels make the stack executable, whatever the code needs. */
  readonly stackSegment: boolean;
  /** What all its code is marked to be ready for: `BTI`, `PAC`, `IBT`, `SHSTK`. */
  readonly controlFlow: readonly string[];
  /** A function of its own calls __stack_chk_fail. */
  readonly stackProtector: boolean | null;
  /** It imports `__memcpy_chk` or another checking function. */
  readonly fortify: boolean;
  /** A function of its own probes the pages of its frame. */
  readonly stackProbes: boolean | null;
  /** A function of its own signs the address it returns to. */
  readonly signedReturns: boolean | null;
}

/** How code of a machine looks. */
interface Code {
  /** Whether the function calls an address directly. */
  readonly calls?: (code: ElfFunction, address: number) => boolean;
  readonly probe?: Buffer;
  readonly sign?: Buffer;
}

const FAIL = '__stack_chk_fail';

const CODE: Readonly<Record<number, Code>> = {
  // orl $0, (%esp)
  3: { calls: callsOnX86, probe: Buffer.from('830c2400', 'hex') },
  // orq $0, (%rsp)
  62: { calls: callsOnX86, probe: Buffer.from('48830c2400', 'hex') },
  // paciasp. The probes are not told from other stores.
  183: { calls: callsOnArm64, sign: Buffer.from('3f2303d5', 'hex') },
};

/**
 * Reads what protects a program. `unstripped` is the same program with symbols. Its own functions are those that `isOwn`
 * names: in a static program the libc's are compiled by others, and protected or not as they like.
 * Throws BAD_INPUT as readElf does.
 */
export function readProtections(
  stripped: Uint8Array,
  unstripped: Uint8Array,
  isOwn: (name: string) => boolean,
): Protections {
  const header = readHeader(stripped);
  const segments = readSegments(header);
  const { imported } = dynamicSymbols(stripped);
  const all = readFunctions(readHeader(unstripped), unstripped);
  const own = all.filter(({ name }) => isOwn(name));
  const { calls, probe, sign } = CODE[header.machine] ?? {};
  const holds = (pattern: Buffer | undefined): boolean | null =>
    pattern === undefined ? null : own.some(({ code }) => Buffer.from(code).includes(pattern));
  const fail = all.find(({ name }) => name === FAIL)?.address;
  const callsFail = calls === undefined ? null : fail !== undefined && own.some((one) => calls(one, fail));
  return {
    stackSegment: segments.some(({ type }) => type === SEGMENT.gnuStack),
    controlFlow: controlFlowMarks(header.machine, readProperties(header.view, segments)),
    stackProtector: imported.length > 0 ? imported.includes(FAIL) : callsFail,
    fortify: imported.some((name) => name.endsWith('_chk')),
    stackProbes: holds(probe),
    signedReturns: holds(sign),
  };
}

/** `call rel32`: e8, and the distance from the next instruction. */
function callsOnX86({ code, address }: ElfFunction, to: number): boolean {
  const bytes = Buffer.from(code);
  for (let at = bytes.indexOf(0xe8); at !== -1 && at + 5 <= bytes.length; at = bytes.indexOf(0xe8, at + 1)) {
    if (address + at + 5 + bytes.readInt32LE(at + 1) === to) return true;
  }
  return false;
}

/** `bl`: 100101 and the distance in words. */
function callsOnArm64({ code, address }: ElfFunction, to: number): boolean {
  const bytes = Buffer.from(code);
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const word = bytes.readUInt32LE(at);
    if (word >>> 26 === 0x25 && address + at + ((word << 6) >> 6) * 4 === to) return true;
  }
  return false;
}
