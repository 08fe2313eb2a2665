import { type ElfHeader } from './header';
import { badElf } from './view';

/** One section header; numbers in bytes. */
export interface Section {
  /** Byte offset into the section of names. */
  readonly name: number;
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  /** Index of a section that belongs to this one: of symbols, the one with their names. */
  readonly link: number;
}

/** Reads the section headers in file order, none when the file has none. Throws BAD_INPUT when they lie outside the file. */
export function readSections({ view, sections: table }: ElfHeader): Section[] {
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
      link: view.u32(at + 8 + 4 * word, what),
    };
  });
}
