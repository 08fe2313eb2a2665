import { type Dynamic, readDynamic, TAG } from './dynamic';
import { type ElfFacts } from './facts';
import { type ElfHeader, readHeader } from './header';
import { instructionSets } from './instruction-sets';
import { readSections } from './sections';
import { EXECUTABLE, readSegments, type Segment, SEGMENT } from './segments';
import { versionsDefined, versionsNeeded } from './versions';
import { badElf, type ElfView } from './view';

const DF_TEXTREL = 4;
const DF_BIND_NOW = 8;
const DF_1_NOW = 1;
const DF_1_PIE = 0x08000000;

/**
 * What an ELF file's headers say, for 32 and 64 bits and both byte orders. Nothing is run, and section headers are
 * used for `stripped` and `instructionSets` only, so a file without them reads as well. `bytes` is the whole file.
 * Throws BAD_INPUT ("cannot read ELF: …") for what is not ELF, cut off, or points outside itself.
 */
export function readElf(bytes: Uint8Array): ElfFacts {
  const header = readHeader(bytes);
  const { view, machine, type } = header;
  const segments = readSegments(header);
  const dynamic = readDynamic(view, segments);
  const interpreter = interpreterOf(view, segments);
  const needed = strings(dynamic, TAG.needed);
  const soname = strings(dynamic, TAG.soname)[0] ?? null;
  const flags = dynamic?.one(TAG.flags) ?? 0;
  const flags1 = dynamic?.one(TAG.flags1) ?? 0;
  return {
    machine,
    bits: view.encoding.bits,
    endian: view.encoding.endian,
    type,
    interpreter,
    needed,
    soname,
    runpath: directories(dynamic, TAG.runpath),
    // ld.so(8): ignored where there is a RUNPATH.
    rpath: dynamic?.one(TAG.runpath) === undefined ? directories(dynamic, TAG.rpath) : [],
    static: interpreter === null && needed.length === 0,
    pie: (flags1 & DF_1_PIE) !== 0 || (type === 'shared' && interpreter !== null && soname === null),
    relro: segments.some((segment) => segment.type === SEGMENT.gnuRelro),
    bindNow: dynamic?.one(TAG.bindNow) !== undefined || (flags & DF_BIND_NOW) !== 0 || (flags1 & DF_1_NOW) !== 0,
    textrel: dynamic?.one(TAG.textrel) !== undefined || (flags & DF_TEXTREL) !== 0,
    executableStack: segments.some(
      ({ type: kind, flags: bits }) => kind === SEGMENT.gnuStack && (bits & EXECUTABLE) !== 0,
    ),
    segmentAlignment: alignmentOf(segments),
    instructionSets: instructionSets(header, segments),
    versionsNeeded: dynamic === undefined ? {} : versionsNeeded(view, dynamic),
    versionsDefined: dynamic === undefined ? [] : versionsDefined(view, dynamic),
    stripped: isStripped(header),
  };
}

function interpreterOf(view: ElfView, segments: readonly Segment[]): string | null {
  const segment = segments.find(({ type }) => type === SEGMENT.interpreter);
  if (segment === undefined) return null;
  return view.text(segment.offset, segment.offset + segment.fileSize, 'the interpreter');
}

function strings(dynamic: Dynamic | undefined, tag: number): string[] {
  return (dynamic?.all(tag) ?? []).map((offset) => dynamic?.string(offset, 'a name in the dynamic section') ?? '');
}

function directories(dynamic: Dynamic | undefined, tag: number): string[] {
  return (strings(dynamic, tag)[0] ?? '').split(':').filter((directory) => directory !== '');
}

function alignmentOf(segments: readonly Segment[]): number {
  const alignments = segments.filter(({ type }) => type === SEGMENT.load).map(({ alignment }) => alignment);
  const wrong = alignments.find((alignment) => !Number.isSafeInteger(alignment));
  if (wrong !== undefined) throw badElf(`a segment is aligned to ${wrong} bytes`);
  return alignments.length === 0 ? 0 : Math.min(...alignments);
}

const SHT_SYMTAB = 2;
const SHT_STRTAB = 3;

/** Whether nothing for debuggers is left in the file: no symbol table and no section named `.debug…` or `.zdebug…`. */
function isStripped(header: ElfHeader): boolean {
  const sections = readSections(header);
  const names = sections[header.nameSection];
  return !sections.some(({ type, name }) => {
    if (type === SHT_SYMTAB) return true;
    if (names?.type !== SHT_STRTAB) return false;
    return /^\.z?debug/.test(header.view.text(names.offset + name, names.offset + names.size, 'a section name'));
  });
}
