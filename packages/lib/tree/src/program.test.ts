import { readFileSync } from 'node:fs';

import { programOf } from './program';

const of = (text: string) => programOf(Buffer.from(text));
const script = (interpreter: string, runs: string | null = null, carriageReturn = false) => ({
  kind: 'script',
  interpreter,
  runs,
  carriageReturn,
});

it.each([
  ['#!/bin/sh\necho\n', script('/bin/sh')],
  ['#! /bin/sh -e\n', script('/bin/sh')],
  ['#!/bin/sh', script('/bin/sh')],
  ['#!/bin/sh\r\necho\r\n', script('/bin/sh', null, true)],
  ['#!/bin/sh -e\r\n', script('/bin/sh', null, true)],
  ['#!/usr/bin/env python3\n', script('/usr/bin/env', 'python3')],
  ['#!/usr/bin/env -S A=b python3 -u\n', script('/usr/bin/env', 'python3')],
  ['#!/usr/bin/env bash\r\n', script('/usr/bin/env', 'bash', true)],
  ['#!/usr/bin/env\n', script('/usr/bin/env')],
  ['#!python\n', script('python')],
  ['#!\n', { kind: 'text', line: '#!', byteOrderMark: false }],
  ['echo started\n', { kind: 'text', line: 'echo started', byteOrderMark: false }],
  ['\ufeff#!/bin/sh\n', { kind: 'text', line: '#!/bin/sh', byteOrderMark: true }],
  ['grüß dich\r\n', { kind: 'text', line: 'grüß dich', byteOrderMark: false }],
  ['', { kind: 'data', empty: true }],
  ['a\0b', { kind: 'data', empty: false }],
  ['MZ\u0090\0\u0003\0\0\0', { kind: 'foreign', system: 'Windows' }],
  ['MZ is not always Windows\n', { kind: 'text', line: 'MZ is not always Windows', byteOrderMark: false }],
])('%j', (text, expected) => {
  expect(of(text)).toEqual(expected);
});

it.each([
  ['cffaedfe0700000103000000', { kind: 'foreign', system: 'macOS' }],
  ['cafebabe00000002', { kind: 'foreign', system: 'macOS' }],
  // A class of Java 21.
  ['cafebabe00000041', { kind: 'data', empty: false }],
  ['7f454c46', { kind: 'damaged', problem: 'cannot read ELF: its class (EI_CLASS) is missing, neither 1 nor 2' }],
])('%s', (hex, expected) => {
  expect(programOf(Buffer.from(hex, 'hex'))).toEqual(expected);
});

it('reads of a program how it starts', () => {
  expect(programOf(readFileSync(process.execPath))).toMatchObject({
    kind: 'elf',
    elf: {
      interpreter: expect.stringMatching(/ld/) as string,
      needed: expect.arrayContaining(['libc.so.6']) as string[],
    },
  });
});
