import { BasewrightError } from '@basewright/core';

/** How numbers are written in one ELF file (EI_CLASS, EI_DATA). */
export interface ElfEncoding {
  readonly bits: 32 | 64;
  readonly endian: 'little' | 'big';
}

/** The failure of every malformed file. `cause` completes the sentence "cannot read ELF: …". */
export function badElf(cause: string): BasewrightError {
  return new BasewrightError('BAD_INPUT', `cannot read ELF: ${cause}`);
}

/** Bytes of all names in a file: those of the largest libraries have 10 MB. Names may overlap, and 1 MB could hold 60 GB of them. */
const MOST_TEXT = 64 << 20;

/** Records of all chains in a file, which may overlap as well. */
const MOST_RECORDS = 1_000_000;

/** Reads numbers and strings at byte offsets of a file; whatever lies outside of it throws BAD_INPUT, and what would take for ever. */
export class ElfView {
  readonly encoding: ElfEncoding;
  readonly #view: DataView;
  readonly #little: boolean;
  #text = 0;
  #records = 0;

  constructor(bytes: Uint8Array, encoding: ElfEncoding) {
    this.encoding = encoding;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#little = encoding.endian === 'little';
  }

  u8(offset: number, what: string): number {
    return this.#view.getUint8(this.within(offset, 1, what));
  }

  u16(offset: number, what: string): number {
    return this.#view.getUint16(this.within(offset, 2, what), this.#little);
  }

  u32(offset: number, what: string): number {
    return this.#view.getUint32(this.within(offset, 4, what), this.#little);
  }

  /** An address, offset or size: four bytes in a 32-bit file, eight in a 64-bit one. Above 2^53 it is rounded, and then lies outside any file. */
  word(offset: number, what: string): number {
    if (this.encoding.bits === 32) return this.u32(offset, what);
    return Number(this.#view.getBigUint64(this.within(offset, 8, what), this.#little));
  }

  /** The bytes before the next NUL, which must come before `end`, as UTF-8. */
  text(offset: number, end: number, what: string): string {
    this.within(offset, Math.max(1, end - offset), what);
    const bytes = new Uint8Array(this.#view.buffer, this.#view.byteOffset + offset, end - offset);
    const length = bytes.indexOf(0);
    if (length === -1) throw badElf(`${what} at offset ${offset} has no end`);
    this.#text += length;
    if (this.#text > MOST_TEXT) throw badElf(`its names have more than ${MOST_TEXT} bytes`);
    return new TextDecoder().decode(bytes.subarray(0, length));
  }

  /** Counts a record of a chain. Throws where there are more than a file has that somebody made. */
  passRecord(what: string): void {
    if (++this.#records > MOST_RECORDS) throw badElf(`more than ${MOST_RECORDS} times it has ${what}`);
  }

  /** `offset`, when `size` bytes from there lie in the file. */
  within(offset: number, size: number, what: string): number {
    const length = this.#view.byteLength;
    if (offset >= 0 && size >= 0 && offset + size <= length) return offset;
    throw badElf(`${what} lies at offset ${offset} (${size} bytes), but the file has ${length} bytes`);
  }
}
