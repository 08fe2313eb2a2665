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
