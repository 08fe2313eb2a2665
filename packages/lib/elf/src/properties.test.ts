import { controlFlowMarks, readProperties } from './properties';
import { type Segment, SEGMENT } from './segments';
import { ElfView } from './view';

const AARCH64 = 183;
const X86_64 = 62;
const FEATURES_OF_ARM64 = 0xc0000000;
const FEATURES_OF_X86 = 0xc0000002;

/** A property note of a 64-bit file with the properties, each of four bytes and padding. */
function note(...properties: [type: number, value: number][]): Buffer {
  const words = properties.flatMap(([type, value]) => [type, 4, value, 0]);
  const bytes = Buffer.alloc(16 + 4 * words.length);
  [4, 4 * words.length, 5].forEach((word, index) => bytes.writeUInt32LE(word, 4 * index));
  bytes.write('GNU\0', 12);
  words.forEach((word, index) => bytes.writeUInt32LE(word, 16 + 4 * index));
  return bytes;
}

function propertiesOf(bytes: Buffer, fileSize = bytes.length): ReadonlyMap<number, number> {
  const segment: Segment = { type: SEGMENT.gnuProperty, flags: 4, offset: 0, address: 0, fileSize, alignment: 8 };
  return readProperties(new ElfView(bytes, { bits: 64, endian: 'little' }), [segment]);
}

it.each<[string, number, [number, number][], string[]]>([
  ['both of arm64', AARCH64, [[FEATURES_OF_ARM64, 3]], ['BTI', 'PAC']],
  ['the second', X86_64, [[FEATURES_OF_X86, 2]], ['SHSTK']],
  ['those behind another property', X86_64, [[0xc0008002, 1], [FEATURES_OF_X86, 3]], ['IBT', 'SHSTK']], // prettier-ignore
  ['none of another machine', X86_64, [[FEATURES_OF_ARM64, 3]], []],
  ['none on a machine without any', 40, [[FEATURES_OF_ARM64, 3]], []],
])('reads %s', (_what, machine, properties, marks) => {
  expect(controlFlowMarks(machine, propertiesOf(note(...properties)))).toEqual(marks);
});

it('reads none without a note, and refuses one that is cut off', () => {
  expect(readProperties(new ElfView(Buffer.alloc(0), { bits: 64, endian: 'little' }), [])).toEqual(new Map());
  const whole = note([FEATURES_OF_ARM64, 3]);
  expect(() => propertiesOf(whole.subarray(0, 20), whole.length)).toThrow(/^cannot read ELF: a property lies/);
});
