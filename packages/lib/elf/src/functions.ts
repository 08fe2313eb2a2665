import { type ElfHeader } from './header';
import { readSections } from './sections';
import { fileOffsetOf, readSegments } from './segments';

const SHT_SYMTAB = 2;
const STT_FUNC = 2;
const SHN_UNDEF = 0;

/** A function in a file that is not stripped. */
export interface ElfFunction {
  readonly name: string;
  readonly address: number;
  readonly code: Uint8Array;
}

/** The functions that the symbol table of an executable names (elf(5), Elf32_Sym and Elf64_Sym); none when it is stripped. `bytes` is the whole file. */
export function readFunctions({ view, ...header }: ElfHeader, bytes: Uint8Array): ElfFunction[] {
  const sections = readSections({ view, ...header });
  const segments = readSegments({ view, ...header });
  const table = sections.find(({ type }) => type === SHT_SYMTAB);
  const names = sections[table?.link ?? 0];
  if (table === undefined || names === undefined) return [];
  const what = 'a symbol';
  const wide = view.encoding.bits === 64;
  const entry = wide ? 24 : 16;
  const fields = wide ? { value: 8, size: 16, info: 4, section: 6 } : { value: 4, size: 8, info: 12, section: 14 };
  const functions: ElfFunction[] = [];
  for (let at = table.offset; at + entry <= table.offset + table.size; at += entry) {
    const size = view.word(at + fields.size, what);
    const isFunction = (view.u8(at + fields.info, what) & 0xf) === STT_FUNC;
    if (!isFunction || size === 0 || view.u16(at + fields.section, what) === SHN_UNDEF) continue;
    const address = view.word(at + fields.value, what);
    const offset = view.within(fileOffsetOf(segments, address, 'a function'), size, 'a function');
    const name = view.text(names.offset + view.u32(at, what), names.offset + names.size, 'the name of a symbol');
    functions.push({ name, address, code: bytes.subarray(offset, offset + size) });
  }
  return functions;
}
