import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { endianness, tmpdir } from 'node:os';
import { join } from 'node:path';

import { readLibraryCache } from './library-cache';

const endian = endianness() === 'LE' ? 'little' : 'big';

/** A cache that ldconfig makes of this machine's directories. */
function made(): Buffer {
  const directory = mkdtempSync(join(tmpdir(), 'basewright-cache-'));
  try {
    const cache = join(directory, 'cache');
    execFileSync('/sbin/ldconfig', ['-C', cache, '-X']);
    return readFileSync(cache);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

it('reads what ldconfig writes, whatever stands before it', () => {
  const bytes = made();
  const found = readLibraryCache(bytes, endian);
  expect(found['libc.so.6']).toContainEqual(expect.stringMatching(/^\/.*\/libc\.so\.6$/));
  expect(readLibraryCache(Buffer.concat([Buffer.from('ld.so-1.7.0\0'), bytes]), endian)).toEqual(found);
});

it('reads nothing of a file that is cut off, at whatever byte, or of another kind', () => {
  const bytes = made().subarray(0, 400);
  for (let length = 0; length < bytes.length; length++) {
    for (const paths of Object.values(readLibraryCache(bytes.subarray(0, length), endian))) {
      expect(Array.isArray(paths)).toBe(true);
    }
  }
  expect(readLibraryCache(Buffer.from('something else'), endian)).toEqual({});
});

/** A cache with entries of these names, each a path too. */
function cacheOf(names: readonly string[], offsetOf: (index: number) => number): Buffer {
  const cache = Buffer.alloc(48 + names.length * 24);
  cache.write('glibc-ld.so.cache1.1', 'latin1');
  cache.writeUInt32LE(names.length, 20);
  cache[28] = 2;
  for (const index of names.keys())
    for (const field of [4, 8]) cache.writeUInt32LE(cache.length + offsetOf(index), 48 + index * 24 + field);
  return Buffer.concat([cache, ...names.map((name) => Buffer.from(`${name}\0`))]);
}

it('takes names of JavaScript for names', () => {
  const names = ['constructor', '__proto__', 'toString'];
  const found = readLibraryCache(
    cacheOf(names, (index) => names.slice(0, index).join('.').length + (index === 0 ? 0 : 1)),
    'little',
  );
  expect(Object.entries(found)).toEqual(names.map((name) => [name, [name]]));
});

it('takes no room that is more than the file by far, where names overlap', () => {
  const bytes = cacheOf(
    Array.from({ length: 20_000 }, (_none, index) => (index === 0 ? 'x'.repeat(1_000_000) : '')),
    () => 0,
  );
  const found = readLibraryCache(bytes, 'little');
  expect(Object.values(found).flat().length).toBeLessThan(100);
});
