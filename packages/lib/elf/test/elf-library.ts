/** How numbers are written in an ELF file. */
export interface Shape {
  readonly bits: 32 | 64;
  readonly endian: 'little' | 'big';
}

/** All four. */
export const SHAPES: readonly Shape[] = [
  { bits: 32, endian: 'little' },
  { bits: 32, endian: 'big' },
  { bits: 64, endian: 'little' },
  { bits: 64, endian: 'big' },
];

/** The address that the file is loaded at. */
export const BASE = 0x10000;
const STRINGS = ['', 'libc.so.6', 'libx.so.1', '/opt/lib:$ORIGIN', 'V_1', 'V_2', 'GLIBC_2.34'];
const STRING_BYTES = Buffer.from(STRINGS.map((text) => `${text}\0`).join(''));
const at = (text: string): number => STRING_BYTES.indexOf(`${text}\0`);

/** Writes numbers as an ELF file of one shape has them. */
function writer({ bits, endian }: Shape) {
  const half = (value: number): Buffer => {
    const buffer = Buffer.alloc(2);
    return endian === 'little' ? (buffer.writeUInt16LE(value), buffer) : (buffer.writeUInt16BE(value), buffer);
  };
  const full = (value: number): Buffer => {
    const buffer = Buffer.alloc(4);
    return endian === 'little' ? (buffer.writeUInt32LE(value), buffer) : (buffer.writeUInt32BE(value), buffer);
  };
  const word = (value: number): Buffer => {
    if (bits === 32) return full(value);
    return Buffer.concat(endian === 'little' ? [full(value), full(0)] : [full(0), full(value)]);
  };
  return { half, full, word };
}

/** A shared library of one page with everything the reader looks at; `patch` changes dynamic values by tag. */
export function library(shape: Shape, patch: Readonly<Record<number, number>> = {}): Buffer {
  const { half, full, word } = writer(shape);
  const wide = shape.bits === 64;
  const headerSize = wide ? 64 : 52;
  const segmentSize = wide ? 56 : 32;
  const strings = headerSize + 4 * segmentSize;
  const needed = strings + STRING_BYTES.length;
  const verneed = Buffer.concat([
    half(1),
    half(1),
    full(at('libc.so.6')),
    full(16),
    full(0),
    full(0),
    half(0),
    half(2),
    full(at('GLIBC_2.34')),
    full(0),
  ]);
  const defined = needed + verneed.length;
  const verdef = (flags: number, name: string, next: number): Buffer =>
    Buffer.concat([half(1), half(flags), half(1), half(1), full(0), full(20), full(next), full(at(name)), full(0)]);
  const definitions = Buffer.concat([verdef(1, 'libx.so.1', 28), verdef(0, 'V_1', 28), verdef(0, 'V_2', 0)]);
  const dynamicAt = defined + definitions.length;
  const entries: [number, number][] = [
    [1, at('libc.so.6')],
    [14, at('libx.so.1')],
    [29, at('/opt/lib:$ORIGIN')],
    [5, BASE + strings],
    [10, STRING_BYTES.length],
    [30, 8 + 4],
    [0x6ffffffe, BASE + needed],
    [0x6fffffff, 1],
    [0x6ffffffc, BASE + defined],
    [0x6ffffffd, 3],
    [0, 0],
  ];
  const dynamic = Buffer.concat(entries.flatMap(([tag, value]) => [word(tag), word(patch[tag] ?? value)]));
  const size = dynamicAt + dynamic.length;
  const segment = (type: number, flags: number, offset: number, length: number, alignment: number): Buffer =>
    Buffer.concat(
      wide
        ? [
            full(type),
            full(flags),
            word(offset),
            word(BASE + offset),
            word(0),
            word(length),
            word(length),
            word(alignment),
          ]
        : [
            full(type),
            word(offset),
            word(BASE + offset),
            word(0),
            word(length),
            word(length),
            full(flags),
            word(alignment),
          ],
    );
  const ident = Buffer.from([
    0x7f,
    0x45,
    0x4c,
    0x46,
    wide ? 2 : 1,
    shape.endian === 'little' ? 1 : 2,
    1,
    ...Array<number>(9).fill(0),
  ]);
  const header = [ident, half(3), half(22), full(1), word(0), word(headerSize), word(0), full(0)];
  const sizes = [headerSize, segmentSize, 4, 0, 0, 0].map(half);
  const segments = [
    segment(1, 5, 0, size, 0x1000),
    segment(2, 6, dynamicAt, dynamic.length, 8),
    segment(0x6474e551, 7, 0, 0, 16),
    segment(0x6474e552, 4, dynamicAt, dynamic.length, 1),
  ];
  return Buffer.concat([...header, ...sizes, ...segments, STRING_BYTES, verneed, definitions, dynamic]);
}
