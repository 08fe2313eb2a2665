import { interpreterOf } from './shebang';

it.each([
  ['#!/bin/sh\nexit 1\n', '/bin/sh'],
  ['#! /usr/bin/env python3\n', '/usr/bin/env'],
  ['#!/usr/bin/awk -f', '/usr/bin/awk'],
  ['#!sh\n', undefined],
  ['\x7fELF', undefined],
  ['', undefined],
])('%j names %s', (text, expected) => {
  expect(interpreterOf(Buffer.from(text))).toBe(expected);
});
