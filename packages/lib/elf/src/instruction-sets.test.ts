import { readHeader } from './header';
import { instructionSets } from './instruction-sets';

const ARM = 40;
const RISCV = 243;
const SHT_ATTRIBUTES = 0x70000003;

/** A 32-bit little-endian file with nothing but a header, one section and the section table. */
function fileWith(machine: number, content: Buffer): Buffer {
  const header = Buffer.alloc(52);
  header.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  header.writeUInt16LE(2, 16);
  header.writeUInt16LE(machine, 18);
  header.writeUInt32LE(52, 32);
  header.writeUInt16LE(40, 46);
  header.writeUInt16LE(1, 48);
  const section = Buffer.alloc(40);
  section.writeUInt32LE(SHT_ATTRIBUTES, 4);
  section.writeUInt32LE(92, 16);
  section.writeUInt32LE(content.length, 20);
  return Buffer.concat([header, section, content]);
}

const part = (before: Buffer, rest: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(before.length + 4 + rest.length);
  return Buffer.concat([before, length, rest]);
};

/** `A`, then the vendor, then the attributes of the whole file. */
function attributes(vendor: string, tags: Buffer): Buffer {
  const scope = part(Buffer.from([1]), tags);
  return Buffer.concat([Buffer.from('A'), part(Buffer.alloc(0), Buffer.concat([Buffer.from(`${vendor}\0`), scope]))]);
}

const setsOf = (machine: number, content: Buffer): string[] =>
  instructionSets(readHeader(fileWith(machine, content)), []);

it.each([
  ['the names of a processor', Buffer.from('\x05ARM926\0\x06\x04\x08\x01', 'latin1'), ['armv5TE']],
  ['floating point of 16 registers', Buffer.from([6, 10, 10, 4]), ['armv7', 'VFPv3-D16']],
  ['vectors', Buffer.from([6, 10, 10, 3, 12, 1]), ['armv7', 'VFPv3', 'NEONv1']],
  ['values of two bytes', Buffer.from([70, 0x81, 1, 6, 0xff, 1]), ['armv6=255']],
  ['nothing on processors', Buffer.from([8, 1]), []],
])('reads ARM attributes with %s', (_what, tags, want) => {
  expect(setsOf(ARM, attributes('aeabi', tags))).toEqual(want);
});

it('reads the extensions of RISC-V without their versions', () => {
  const tags = Buffer.from('\x04\x10\x05rv64i2p1_m2p0_c2p0_zicsr2p0\0', 'latin1');
  expect(setsOf(RISCV, attributes('riscv', tags))).toEqual(['rv64i', 'm', 'c', 'zicsr']);
});

it('reads or refuses attributes that are cut off anywhere', () => {
  const whole = attributes('aeabi', Buffer.from([6, 10, 10, 3]));
  expect(setsOf(ARM, whole)).toEqual(['armv7', 'VFPv3']);
  // The format's letter alone is a section with nothing in it.
  for (const length of [0, ...Array.from({ length: whole.length - 2 }, (_, index) => index + 2)]) {
    expect(() => setsOf(ARM, Buffer.from(whole.subarray(0, length)))).toThrow(/^cannot read ELF: /);
  }
});

it('finds none where there are no attributes', () => {
  expect(instructionSets(readHeader(fileWith(22, Buffer.alloc(0))), [])).toEqual([]);
});
