import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inTemporaryDirectory } from '@basewright/testing';

import { digestOf, sha256, sha256File } from './digest';

/** FIPS 180-2, appendix B.1. */
const OF_ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

it('is the sha256 of text and of its bytes', () => {
  expect(sha256('abc')).toBe(OF_ABC);
  expect(sha256(Buffer.from('abc'))).toBe(OF_ABC);
});

it('is that of a file, also of one that is read in pieces', () =>
  inTemporaryDirectory(async (directory) => {
    const large = Buffer.alloc(300_001, 'abc');
    await writeFile(join(directory, 'small'), 'abc');
    await writeFile(join(directory, 'large'), large);
    expect(await sha256File(join(directory, 'small'))).toBe(OF_ABC);
    expect(await sha256File(join(directory, 'large'))).toBe(sha256(large));
    await expect(sha256File(join(directory, 'none'))).rejects.toThrow('ENOENT');
  }));

it('names a value by its content', () => {
  expect(digestOf({ a: 1, b: 2 })).toBe(digestOf({ b: 2, a: 1 }));
  expect(digestOf({ a: 1 })).not.toBe(digestOf({ a: '1' }));
});
