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
  /** A function of its own probes the pages of its frame; false where one takes a page or more and does not; null where none needs to. */
  readonly stackProbes: boolean | null;
  /** A function of its own signs the address it returns to. */
  readonly signedReturns: boolean | null;
}

/** How code of a machine looks. */
interface Code {
  /** Whether the function calls an address directly. */
  readonly calls?: (code: ElfFunction, address: number) => boolean;
  /** What touches a page of the stack, and what takes room on it: the bytes before a 32-bit number of bytes. */
  readonly probe?: Buffer;
  readonly frame?: Buffer;
  readonly sign?: Buffer;
}

const FAIL = '__stack_chk_fail';

const CODE: Readonly<Record<number, Code>> = {
  // orl $0, (%esp); sub $n, %esp
  3: { calls: callsOnX86, probe: Buffer.from('830c2400', 'hex'), frame: Buffer.from('81ec', 'hex') },
  // orq $0, (%rsp); sub $n, %rsp
  62: { calls: callsOnX86, probe: Buffer.from('48830c2400', 'hex'), frame: Buffer.from('4881ec', 'hex') },
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
  const code = CODE[header.machine] ?? {};
  const fail = all.find(({ name }) => name === FAIL)?.address;
  const { calls, sign } = code;
  const callsFail = calls === undefined ? null : fail !== undefined && own.some((one) => calls(one, fail));
  return {
    stackSegment: segments.some(({ type }) => type === SEGMENT.gnuStack),
    controlFlow: controlFlowMarks(header.machine, readProperties(header.view, segments)),
    stackProtector: imported.length > 0 ? imported.includes(FAIL) : callsFail,
    fortify: imported.some((name) => name.endsWith('_chk')),
    stackProbes: stackProbes(own, code),
    signedReturns: sign === undefined ? null : own.some((one) => holds(one, sign)),
  };
}

function holds({ code }: ElfFunction, pattern: Buffer): boolean {
  return Buffer.from(code).includes(pattern);
}

const PAGE = 4096;
/** Room on the stack is taken within that many bytes of code. */
const PROLOGUE = 64;

function stackProbes(own: readonly ElfFunction[], { probe, frame }: Code): boolean | null {
  if (probe === undefined || frame === undefined) return null;
  if (own.some((one) => holds(one, probe))) return true;
  const takesPage = ({ code }: ElfFunction): boolean => {
    const start = Buffer.from(code.subarray(0, PROLOGUE));
    const number = start.indexOf(frame) + frame.length;
    return start.includes(frame) && number + 4 <= start.length && start.readUInt32LE(number) >= PAGE;
  };
  return own.some(takesPage) ? false : null;
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
