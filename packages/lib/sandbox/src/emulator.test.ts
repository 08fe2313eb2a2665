import { platformOf } from '@basewright/core';

import { binfmtEntry } from './emulator';

const entry = (id: string): string => binfmtEntry({ program: '/q', cpu: 'any', elf: platformOf(id).elf });

it('recognises 64-bit little-endian code by the header qemu itself registers', () => {
  expect(entry('linux/arm64')).toBe(
    [
      '|basewright|M|',
      '\\x7f\\x45\\x4c\\x46\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\xb7\\x00',
      '\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff',
      '/q|F',
    ].join('|'),
  );
});

it('turns the halves round for big-endian code', () => {
  expect(entry('linux/s390x')).toMatch(/\\x02\\x02\\x01.*\\x00\\x02\\x00\\x16\|.*\\xff\\xfe\\xff\\xff\|\/q\|F$/);
});

it('says 32 bits for arm', () => {
  expect(entry('linux/arm/v7')).toMatch(/\\x46\\x01\\x01\\x01.*\\x02\\x00\\x28\\x00\|/);
});
