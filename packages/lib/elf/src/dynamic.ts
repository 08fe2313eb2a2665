import { fileOffsetOf, type Segment, SEGMENT } from './segments';
import { badElf, type ElfView } from './view';

/** Tags of the dynamic section (elf.h, DT_*). */
export const TAG = {
  needed: 1,
  stringTable: 5,
  stringTableSize: 10,
  soname: 14,
  rpath: 15,
  textrel: 22,
  bindNow: 24,
  runpath: 29,
  flags: 30,
  flags1: 0x6ffffffb,
  versionsDefined: 0x6ffffffc,
  versionsDefinedCount: 0x6ffffffd,
  versionsNeeded: 0x6ffffffe,
  versionsNeededCount: 0x6fffffff,
} as const;

/** A dynamic section: its values by tag, in file order, and its string table. */
export interface Dynamic {
  all(tag: number): readonly number[];
  /** The value of a tag that occurs once, or undefined. */
  one(tag: number): number | undefined;
  /** The string at a byte offset of the string table. */
  string(offset: number, what: string): string;
  /** The file offset of what a tag points to, or undefined without the tag. */
  pointer(tag: number, what: string): number | undefined;
}

/**
 * Reads the dynamic section through PT_DYNAMIC, as the loader does, so that section headers are not needed.
 * Returns undefined when there is none. Throws BAD_INPUT when it points outside the file.
 */
export function readDynamic(view: ElfView, segments: readonly Segment[]): Dynamic | undefined {
  const segment = segments.find(({ type, fileSize }) => type === SEGMENT.dynamic && fileSize > 0);
  if (segment === undefined) return undefined;
  const values = readEntries(view, segment);
  const all = (tag: number): readonly number[] => values.get(tag) ?? [];
  const one = (tag: number): number | undefined => all(tag)[0];
  const pointer = (tag: number, what: string): number | undefined => {
    const address = one(tag);
    return address === undefined ? undefined : fileOffsetOf(segments, address, what);
  };
  const string = (offset: number, what: string): string => {
    const start = pointer(TAG.stringTable, 'the dynamic string table');
    const size = one(TAG.stringTableSize);
    if (start === undefined || size === undefined) throw badElf(`${what} is a string, and there is no string table`);
    if (offset >= size) throw badElf(`${what} is string ${offset} of a string table of ${size} bytes`);
    return view.text(start + offset, start + size, what);
  };
  return { all, one, string, pointer };
}

function readEntries(view: ElfView, { offset, fileSize }: Segment): Map<number, number[]> {
  const what = 'the dynamic section';
  const word = view.encoding.bits / 8;
  view.within(offset, fileSize, what);
  const values = new Map<number, number[]>();
  for (let at = offset; at + 2 * word <= offset + fileSize; at += 2 * word) {
    const tag = view.word(at, what);
    if (tag === 0) break;
    const value = view.word(at + word, what);
    const known = values.get(tag);
    if (known === undefined) values.set(tag, [value]);
    else known.push(value);
  }
  return values;
}
