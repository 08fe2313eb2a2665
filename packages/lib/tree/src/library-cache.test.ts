import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { endianness, tmpdir } from 'node:os';
import { join } from 'node:path';

import { platformOf, PLATFORMS } from '@basewright/core';

import { libraryCache, readLibraryCache } from './library-cache';

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

const LIBRARIES = new Map([
  ...['libz.so.1', 'libc.so.6', 'libm.so.6', 'libabc.so.10', 'libabc.so.9', 'liba.so'].map((name): [string, string] => [
    name,
    `/usr/lib/x86_64-linux-gnu/${name}`,
  ]),
]);

it.each(PLATFORMS.map(({ id }) => id))('writes for %s what it reads again', (id) => {
  const platform = platformOf(id);
  const read = readLibraryCache(libraryCache(LIBRARIES, platform), platform.elf.endian);
  expect(read).toEqual(Object.fromEntries([...LIBRARIES].map(([name, path]) => [name, [path]])));
});

it('writes what ldconfig tells, in the order that the loader looks through', () => {
  const directory = mkdtempSync(join(tmpdir(), 'basewright-cache-'));
  const cache = join(directory, 'cache');
  writeFileSync(cache, libraryCache(LIBRARIES, platformOf('linux/amd64')));
  const lines = execFileSync('/sbin/ldconfig', ['-p', '-C', cache], { encoding: 'utf8' }).trim().split('\n');
  rmSync(directory, { recursive: true });
  const names = lines.filter((line) => line.includes('=>')).map((line) => line.trim());
  expect(names.map((line) => line.split(' ')[0])).toEqual([
    ...['libz.so.1', 'libm.so.6', 'libc.so.6', 'libabc.so.10', 'libabc.so.9', 'liba.so'],
  ]);
  expect(names[0]).toBe('libz.so.1 (libc6,x86-64) => /usr/lib/x86_64-linux-gnu/libz.so.1');
});
