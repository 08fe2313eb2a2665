import { type Section } from './sections';
import { badElf, type ElfView } from './view';

/** What the tags of one vendor's file attributes say, by tag. */
export type Attributes = ReadonlyMap<number, number | string>;

const FORMAT_A = 0x41;
const TAG_FILE = 1;

/**
 * Reads the attributes of the whole file from an SHT_ARM_ATTRIBUTES or SHT_RISCV_ATTRIBUTES section (ELF for the Arm
 * architecture, "Build attributes"; RISC-V ELF psABI, "Attributes"). `isText` tells which tags have a string for value;
 * all others have a ULEB128 number. Throws BAD_INPUT for a section that is cut off.
 */
export function readAttributes(view: ElfView, { offset, size }: Section, isText: (tag: number) => boolean): Attributes {
  const what = 'the attributes';
  const end = offset + size;
  const found = new Map<number, number | string>();
  if (view.u8(offset, what) !== FORMAT_A) throw badElf('its attributes are not of format A');
  for (let vendor = offset + 1; vendor < end; vendor = endOf(view, vendor, vendor, end)) {
    const vendorEnd = endOf(view, vendor, vendor, end);
    const name = view.text(vendor + 4, vendorEnd, 'the vendor of attributes');
    const scope = vendor + 4 + name.length + 1;
    if (view.u8(scope, what) !== TAG_FILE) continue;
    const scopeEnd = endOf(view, scope, scope + 1, vendorEnd);
    let at = scope + 5;
    while (at < scopeEnd) {
      const tag = uleb128(view, at);
      const text = isText(tag.value) ? view.text(tag.next, scopeEnd, what) : null;
      const number = text === null ? uleb128(view, tag.next) : null;
      found.set(tag.value, text ?? number?.value ?? 0);
      at = number?.next ?? tag.next + Buffer.byteLength(text ?? '') + 1;
    }
  }
  return found;
}

/** Where a part ends that begins at `start`; the number at `length` counts all of it. */
function endOf(view: ElfView, start: number, length: number, end: number): number {
  const size = view.u32(length, 'the attributes');
  if (size >= 5 && start + size <= end) return start + size;
  throw badElf(`its attributes at offset ${start} are ${size} bytes long, but ${end - start} are left`);
}

function uleb128(view: ElfView, offset: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let at = offset, factor = 1; ; at++, factor *= 128) {
    const byte = view.u8(at, 'a number in the attributes');
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return { value, next: at + 1 };
  }
}
