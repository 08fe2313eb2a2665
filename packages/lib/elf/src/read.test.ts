import { BasewrightError } from '@basewright/core';

import { BASE, library, SHAPES } from '../test/elf-library';
import { isElf } from './header';
import { readElf } from './read';

describe('readElf', () => {
  it.each(SHAPES)('reads a $bits-bit $endian-endian library without section headers', (shape) => {
    expect(readElf(library(shape))).toEqual({
      machine: 22,
      bits: shape.bits,
      endian: shape.endian,
      type: 'shared',
      interpreter: null,
      needed: ['libc.so.6'],
      soname: 'libx.so.1',
      runpath: ['/opt/lib', '$ORIGIN'],
      rpath: [],
      static: false,
      pie: false,
      relro: true,
      bindNow: true,
      textrel: true,
      executableStack: true,
      segmentAlignment: 0x1000,
      instructionSets: [],
      versionsNeeded: { 'libc.so.6': ['GLIBC_2.34'] },
      versionsDefined: ['V_1', 'V_2'],
      stripped: true,
    });
  });

  it.each(SHAPES)(
    'reads or refuses, and never crashes on, a $bits-bit $endian-endian file cut off anywhere',
    (shape) => {
      const whole = library(shape);
      for (let length = 0; length < whole.length; length++) {
        expect(() => readElf(whole.subarray(0, length))).toThrow(/^cannot read ELF: /);
      }
    },
  );

  it.each(SHAPES)(
    'reads or refuses, and never crashes on, a $bits-bit $endian-endian file with any byte changed',
    (shape) => {
      const whole = library(shape);
      for (let index = 0; index < whole.length; index++) {
        const changed = Buffer.from(whole);
        changed[index] = 0xff;
        const outcome = (() => {
          try {
            readElf(changed);
            return 'cannot read ELF: ';
          } catch (error) {
            return (error as Error).message;
          }
        })();
        expect(outcome).toMatch(/^cannot read ELF: /);
      }
    },
  );

  it.each([
    [{ 5: 0x7fffffff }, /the dynamic string table is at address 0x7fffffff, which no LOAD segment holds/],
    [{ 1: 4096 }, /a name in the dynamic section is string 4096 of a string table of \d+ bytes/],
    [{ 10: 1 << 20 }, /lies at offset \d+ \(\d+ bytes\), but the file has \d+ bytes/],
    [{ 0x6ffffffe: BASE }, /string \d+ of a string table|lies at offset/],
    [{ 0x6ffffffc: 1 }, /the list of defined symbol versions is at address 0x1, which no LOAD segment holds/],
  ])('says what is wrong with dynamic values %j', (patch, message) => {
    for (const shape of SHAPES) expect(() => readElf(library(shape, patch))).toThrow(message);
  });

  it.each([
    ['text', Buffer.from('#!/bin/sh\n'), 'it does not begin with 7f 45 4c 46'],
    ['nothing', Buffer.alloc(0), 'it does not begin with 7f 45 4c 46'],
    ['only the magic', Buffer.from('\x7fELF', 'latin1'), 'its class (EI_CLASS) is missing, neither 1 nor 2'],
    ['class 3', Buffer.from('\x7fELF\x03\x01', 'latin1'), 'its class (EI_CLASS) is 3, neither 1 nor 2'],
    ['byte order 9', Buffer.from('\x7fELF\x02\x09', 'latin1'), 'its byte order (EI_DATA) is 9, neither 1 nor 2'],
  ])('refuses %s', (_name, bytes, cause) => {
    expect(() => readElf(bytes)).toThrow(new BasewrightError('BAD_INPUT', `cannot read ELF: ${cause}`));
  });
});

describe('a file whose parts overlap', () => {
  /** A library whose dynamic section names one long string many times. */
  function manyNames(names: number, length: number): Buffer {
    const [shape] = SHAPES;
    if (shape === undefined) throw new Error('there are shapes');
    const plain = library(shape);
    const [strings, address] = [Buffer.from(`${'x'.repeat(length)}\0`), BASE + plain.length];
    const entries = [...Array<[number, number]>(names).fill([1, 0]), [5, address], [10, strings.length], [0, 0]];
    const dynamic = Buffer.from(Uint32Array.from(entries.flat()).buffer);
    const bytes = Buffer.concat([plain, strings, dynamic]);
    // The first segment is the whole file, the second the dynamic section: offset, size in the file (Elf32_Phdr).
    bytes.writeUInt32LE(bytes.length, 52 + 16);
    bytes.writeUInt32LE(plain.length + strings.length, 52 + 32 + 4);
    bytes.writeUInt32LE(dynamic.length, 52 + 32 + 16);
    return bytes;
  }

  it('is read where its names are as many as somebody writes', () => {
    expect(readElf(manyNames(1000, 10)).needed).toHaveLength(1000);
  });

  it('is refused in no time, and takes no room, where they are more than the file', () => {
    const bytes = manyNames(50_000, 1_000_000);
    const begin = process.cpuUsage();
    expect(() => readElf(bytes)).toThrow('its names have more than 67108864 bytes');
    expect(process.cpuUsage(begin).user / 1e6).toBeLessThan(5);
  });

  it('is refused where chains of versions are within one another', () => {
    const [shape] = SHAPES;
    if (shape === undefined) throw new Error('there are shapes');
    const plain = library(shape);
    // 20,000 records of versions that are needed, each with all auxiliary records that come after it.
    const count = 20_000;
    const record = Buffer.alloc(16);
    record.writeUInt16LE(1, 0);
    record.writeUInt16LE(0xffff, 2);
    record.writeUInt32LE(16, 8);
    record.writeUInt32LE(16, 12);
    const bytes = Buffer.concat([plain, ...Array<Buffer>(count).fill(record), Buffer.alloc(16)]);
    bytes.writeUInt32LE(bytes.length, 52 + 16);
    const dynamic = bytes.readUInt32LE(52 + 32 + 4);
    for (let at = dynamic; bytes.readUInt32LE(at) !== 0; at += 8) {
      if (bytes.readUInt32LE(at) === 0x6ffffffe) bytes.writeUInt32LE(BASE + plain.length, at + 4);
      if (bytes.readUInt32LE(at) === 0x6fffffff) bytes.writeUInt32LE(count, at + 4);
    }
    expect(() => readElf(bytes)).toThrow('more than 1000000 times it has a symbol version record');
  });
});

describe('isElf', () => {
  it('looks at the first four bytes', () => {
    expect(isElf(Buffer.from('\x7fELF…', 'latin1'))).toBe(true);
    expect(isElf(Buffer.from('!<arch>'))).toBe(false);
    expect(isElf(Buffer.alloc(0))).toBe(false);
  });
});
