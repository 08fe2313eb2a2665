import { sha256 } from '@basewright/core';

import { type FetchedPatch, type FetchAndVerifyOutput, patchesFor, tarballOf } from './fetch-and-verify';

const file = (path: string) => ({ path, size: 0, sha256: sha256(path), mode: 0o644 });
const patch = (path: string, only: Partial<FetchedPatch> = {}): FetchedPatch => ({
  for: 'busybox',
  set: 'build',
  fixes: [],
  origin: null,
  file: file(path),
  libcs: null,
  platforms: null,
  ...only,
});

const OUTPUT: FetchAndVerifyOutput = {
  tarballs: [{ name: 'busybox', version: '1.38.0', file: file('busybox.tar.bz2'), signedBy: null }],
  patches: [
    patch('1-all'),
    patch('2-musl', { libcs: ['musl'] }),
    patch('3-arm64', { platforms: ['linux/arm64'] }),
    patch('4-both', { libcs: ['musl', 'glibc'], platforms: ['linux/arm64'] }),
    patch('5-other', { for: 'uclibc-ng' }),
  ],
};

it.each([
  ['glibc', 'linux/amd64', ['1-all']],
  ['musl', 'linux/amd64', ['1-all', '2-musl']],
  ['glibc', 'linux/arm64', ['1-all', '3-arm64', '4-both']],
  ['musl', 'linux/arm64', ['1-all', '2-musl', '3-arm64', '4-both']],
] as const)('applies on %s for %s, in order, %j', (libc, platform, paths) => {
  expect(patchesFor(OUTPUT, 'busybox', { libc, platform }).map((one) => one.file.path)).toEqual(paths);
});

it('finds a tarball, or says which there are', () => {
  expect(tarballOf(OUTPUT, 'busybox').version).toBe('1.38.0');
  expect(() => tarballOf(OUTPUT, 'uclibc-ng')).toThrow(
    'cannot find the sources of uclibc-ng: fetch-and-verify left busybox',
  );
});
