import { type ElfHeader } from './header';
import { readSections } from './sections';

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
