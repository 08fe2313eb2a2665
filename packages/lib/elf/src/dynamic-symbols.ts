import { readDynamic } from './dynamic';
import { readHeader } from './header';
import { readSections } from './sections';
import { readSegments } from './segments';

/** The names a file offers to others and takes from them, each once, in the order of its dynamic symbol table. */
export interface DynamicSymbols {
  readonly imported: readonly string[];
  /** Without the names of versions, which are symbols too. */
  readonly exported: readonly string[];
}

const SHT_DYNSYM = 11;
const SHN_UNDEF = 0;
const SHN_ABS = 0xfff1;

/**
 * Reads the dynamic symbol table (elf(5), Elf32_Sym and Elf64_Sym). `bytes` is the whole file; one without section
 * headers, which alone say how many symbols there are, has none. Throws BAD_INPUT as readElf does.
 */
export function dynamicSymbols(bytes: Uint8Array): DynamicSymbols {
  const header = readHeader(bytes);
  const dynamic = readDynamic(header.view, readSegments(header));
  const table = readSections(header).find(({ type }) => type === SHT_DYNSYM);
  if (dynamic === undefined || table === undefined) return { imported: [], exported: [] };
  const { view } = header;
  const what = 'a dynamic symbol';
  const wide = view.encoding.bits === 64;
  const size = wide ? 24 : 16;
  const imported = new Set<string>();
  const exported = new Set<string>();
  for (let at = table.offset; at + size <= table.offset + table.size; at += size) {
    const name = view.u32(at, what);
    const section = view.u16(at + (wide ? 6 : 14), what);
    if (name === 0 || section === SHN_ABS) continue;
    (section === SHN_UNDEF ? imported : exported).add(dynamic.string(name, what));
  }
  return { imported: [...imported], exported: [...exported] };
}
