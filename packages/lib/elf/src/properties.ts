import { type Segment, SEGMENT } from './segments';
import { type ElfView } from './view';

const NT_GNU_PROPERTY_TYPE_0 = 5;

/**
 * The 32-bit values in the property note of a program, by type (Linux extensions to gABI, "Program Property"); none
 * without such a note. Throws BAD_INPUT for a note that is cut off.
 */
export function readProperties(view: ElfView, segments: readonly Segment[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const note = segments.find(({ type }) => type === SEGMENT.gnuProperty);
  if (note === undefined || view.u32(note.offset + 8, 'the property note') !== NT_GNU_PROPERTY_TYPE_0) return found;
  const alignment = view.encoding.bits / 8;
  const end = note.offset + note.fileSize;
  for (let at = note.offset + 16; at < end;) {
    const size = view.u32(at + 4, 'a property');
    if (size >= 4) found.set(view.u32(at, 'a property'), view.u32(at + 8, 'a property'));
    at += 8 + Math.ceil(size / alignment) * alignment;
  }
  return found;
}

const MARKS: readonly { readonly machine: number; readonly property: number; readonly names: readonly string[] }[] = [
  // GNU_PROPERTY_X86_FEATURE_1_AND (x86-64 psABI)
  { machine: 3, property: 0xc0000002, names: ['IBT', 'SHSTK'] },
  { machine: 62, property: 0xc0000002, names: ['IBT', 'SHSTK'] },
  // GNU_PROPERTY_AARCH64_FEATURE_1_AND (ELF for the Arm 64-bit architecture)
  { machine: 183, property: 0xc0000000, names: ['BTI', 'PAC', 'GCS'] },
];

/** What all code that was linked in is marked to be ready for: `BTI` and `PAC`, `IBT` and `SHSTK`. */
export function controlFlowMarks(machine: number, properties: ReadonlyMap<number, number>): string[] {
  return MARKS.filter((row) => row.machine === machine).flatMap(({ property, names }) =>
    names.filter((_, bit) => ((properties.get(property) ?? 0) & (1 << bit)) !== 0),
  );
}
