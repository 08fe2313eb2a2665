import { type ElfHeader } from './header';
import { badElf } from './view';

/** Segment types (elf.h, PT_*). */
export const SEGMENT = {
  load: 1,
  dynamic: 2,
  interpreter: 3,
  gnuStack: 0x6474e551,
  gnuRelro: 0x6474e552,
  gnuProperty: 0x6474e553,
} as const;

/** Set in `flags` of a segment that may be executed (PF_X). */
export const EXECUTABLE = 1;

/** One program header; all numbers in bytes. */
export interface Segment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
  readonly alignment: number;
}

/** Reads the program headers in file order. Throws BAD_INPUT when they lie outside the file. */
export function readSegments({ view, segments: table }: ElfHeader): Segment[] {
  const wide = view.encoding.bits === 64;
  const size = wide ? 56 : 32;
  if (table.count === 0) return [];
  if (table.entrySize < size) throw badElf(`program headers of ${table.entrySize} bytes, expected ${size}`);
  view.within(table.offset, table.count * table.entrySize, 'the program header table');
  return Array.from({ length: table.count }, (_, index) => {
    const what = `program header ${index}`;
    const at = table.offset + index * table.entrySize;
    // The 64-bit form has its flags second, the 32-bit one second to last.
    const fields = wide ? { flags: 4, offset: 8, address: 16, fileSize: 32, alignment: 48 } : NARROW;
    return {
      type: view.u32(at, what),
      flags: view.u32(at + fields.flags, what),
      offset: view.word(at + fields.offset, what),
      address: view.word(at + fields.address, what),
      fileSize: view.word(at + fields.fileSize, what),
      alignment: view.word(at + fields.alignment, what),
    };
  });
}

const NARROW = { flags: 24, offset: 4, address: 8, fileSize: 16, alignment: 28 };

/** Where the byte at a virtual address lies in the file, as the loader would map it. Throws BAD_INPUT when no LOAD segment holds it. */
export function fileOffsetOf(segments: readonly Segment[], address: number, what: string): number {
  const holder = segments.find(
    (segment) =>
      segment.type === SEGMENT.load && address >= segment.address && address < segment.address + segment.fileSize,
  );
  if (holder !== undefined) return holder.offset + (address - holder.address);
  throw badElf(`${what} is at address 0x${address.toString(16)}, which no LOAD segment holds`);
}
