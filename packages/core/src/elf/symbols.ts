import { type ElfHeader } from './header';
import { badElf } from './view';

const SHT_SYMTAB = 2;
const SHT_STRTAB = 3;

/** Whether nothing for debuggers is left in the file: no symbol table and no section named `.debug…` or `.zdebug…`. */
export function isStripped(header: ElfHeader): boolean {
  const sections = readSections(header);
  const names = sections[header.nameSection];
  return !sections.some(({ type, name }) => {
    if (type === SHT_SYMTAB) return true;
    if (names?.type !== SHT_STRTAB) return false;
    return /^\.z?debug/.test(header.view.text(names.offset + name, names.offset + names.size, 'a section name'));
  });
}

interface Section {
  /** Byte offset into the section of names. */
  readonly name: number;
  readonly type: number;
  readonly offset: number;
  readonly size: number;
}

function readSections({ view, sections: table }: ElfHeader): Section[] {
  const word = view.encoding.bits / 8;
  const size = view.encoding.bits === 64 ? 64 : 40;
  if (table.count === 0) return [];
  if (table.entrySize < size) throw badElf(`section headers of ${table.entrySize} bytes, expected ${size}`);
  view.within(table.offset, table.count * table.entrySize, 'the section header table');
  return Array.from({ length: table.count }, (_, index) => {
    const what = `section header ${index}`;
    const at = table.offset + index * table.entrySize;
    return {
      name: view.u32(at, what),
      type: view.u32(at + 4, what),
      offset: view.word(at + 8 + 2 * word, what),
      size: view.word(at + 8 + 3 * word, what),
    };
  });
}
