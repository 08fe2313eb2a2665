/** One element of DER (ITU-T X.690, 8.1), as far as certificates and stores of them have it: tags of one byte, definite lengths. */
export interface DerElement {
  readonly tag: number;
  readonly content: Buffer;
}

export const SEQUENCE = 0x30;
export const SET = 0x31;
export const OCTET_STRING = 0x04;
export const OBJECT_ID = 0x06;
/** `[0] EXPLICIT` */
export const TAGGED_0 = 0xa0;

/** The elements that stand one after the other in `bytes`. Throws RangeError where they end too early. */
export function derElements(bytes: Buffer): DerElement[] {
  const found: DerElement[] = [];
  let at = 0;
  const taken = (length: number): Buffer => {
    if (at + length > bytes.length) throw new RangeError('an element of DER ends too early');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const [tag = 0, first = 0] = taken(2);
    // Of an indefinite length, 0x80, DER knows nothing, and more than four bytes of it no buffer has.
    const size = first < 0x80 ? 0 : Math.min(first & 0x7f, 5);
    const length = first < 0x80 ? first : taken(size).reduce((sum, byte) => sum * 256 + byte, 0);
    found.push({ tag, content: taken(length) });
  }
  return found;
}

/** An element of some contents. */
export function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const digits = length.toString(16);
  const size = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | size.length]), size, content]);
}
