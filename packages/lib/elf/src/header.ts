import { type ElfFacts } from './facts';
import { badElf, type ElfEncoding, ElfView } from './view';

/** Where one of the two tables of an ELF file lies: `entrySize` bytes times `count`. */
interface ElfTable {
  readonly offset: number;
  readonly entrySize: number;
  readonly count: number;
}

/** The file header (elf(5), Elf32_Ehdr and Elf64_Ehdr). */
export interface ElfHeader {
  readonly view: ElfView;
  readonly type: ElfFacts['type'];
  readonly machine: number;
  readonly segments: ElfTable;
  readonly sections: ElfTable;
  /** Index of the section that holds the sections' names. */
  readonly nameSection: number;
}

const TYPES: Readonly<Record<number, ElfFacts['type']>> = { 1: 'relocatable', 2: 'executable', 3: 'shared', 4: 'core' };
const IDENT_BYTES = 16;
const PN_XNUM = 0xffff;
const SHN_XINDEX = 0xffff;

/** Whether bytes begin as every ELF file does. */
export function isElf(bytes: Uint8Array): boolean {
  return bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
}

/** Reads the file header. Throws BAD_INPUT when it is not one or is cut off. */
export function readHeader(bytes: Uint8Array): ElfHeader {
  if (!isElf(bytes)) throw badElf('it does not begin with 7f 45 4c 46');
  const view = new ElfView(bytes, encodingOf(bytes));
  const word = view.encoding.bits / 8;
  const what = 'the file header';
  // Three words (entry, phoff, shoff) follow type, machine and version; flags and six halves follow those.
  const addresses = IDENT_BYTES + 8;
  const halves = addresses + 3 * word + 4;
  view.within(0, halves + 12, what);
  const sections = {
    offset: view.word(addresses + 2 * word, what),
    entrySize: view.u16(halves + 6, what),
    count: view.u16(halves + 8, what),
  };
  const segments = {
    offset: view.word(addresses + word, what),
    entrySize: view.u16(halves + 2, what),
    count: view.u16(halves + 4, what),
  };
  return {
    view,
    type: TYPES[view.u16(IDENT_BYTES, what)] ?? 'other',
    machine: view.u16(IDENT_BYTES + 2, what),
    ...extended(view, segments, sections, view.u16(halves + 10, what)),
  };
}

function encodingOf(bytes: Uint8Array): ElfEncoding {
  const bits = ({ 1: 32, 2: 64 } as const)[bytes[4] ?? 0];
  const endian = ({ 1: 'little', 2: 'big' } as const)[bytes[5] ?? 0];
  if (bits === undefined) throw badElf(`its class (EI_CLASS) is ${bytes[4] ?? 'missing'}, neither 1 nor 2`);
  if (endian === undefined) throw badElf(`its byte order (EI_DATA) is ${bytes[5] ?? 'missing'}, neither 1 nor 2`);
  return { bits, endian };
}

/** Counts that do not fit the header are in section 0 (elf(5): e_phnum, e_shnum, e_shstrndx). */
function extended(view: ElfView, segments: ElfTable, sections: ElfTable, nameSection: number) {
  if (sections.offset === 0) return { segments, sections: { ...sections, count: 0 }, nameSection: 0 };
  const what = 'section header 0';
  const word = view.encoding.bits / 8;
  const first = sections.offset + 8 + 3 * word;
  return {
    segments: segments.count === PN_XNUM ? { ...segments, count: view.u32(first + word + 4, what) } : segments,
    sections: sections.count === 0 ? { ...sections, count: view.word(first, what) } : sections,
    nameSection: nameSection === SHN_XINDEX ? view.u32(first + word, what) : nameSection,
  };
}
