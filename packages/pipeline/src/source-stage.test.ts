import { resolveImageSettings } from '@basewright/image';
import { busyboxRelease } from '@basewright/upstream';

import { builtImage } from '../../image/test/built-image';
import { imagePaths } from './image-paths';
import { sourceStage } from './source-stage';

const OTHER_DIGEST = 'ab'.repeat(32);

function sourcesOf(busybox: Record<string, unknown>, own: string[] = []) {
  const written = { libc: 'musl', busybox, platforms: ['linux/amd64'] };
  const image = builtImage(written);
  const { options } = sourceStage(image, imagePaths('images/tiny', 'tiny'), own, resolveImageSettings(undefined));
  const { tarballs, patches } = options as unknown as Record<'tarballs' | 'patches', Record<string, unknown>[]>;
  return { tarball: tarballs[0], patches: patches.map(({ name }) => name) };
}

const { tarball, patches } = busyboxRelease('1.37.0');
const names = patches.map(({ name }) => name);

it('applies what the release needs, then its security fixes, then what the image brings', () => {
  const sets = patches.map(({ set }) => set);
  expect(sets).toEqual([...sets].sort());
  expect(sourcesOf({ version: '1.37.0' }, ['images/tiny/own.patch'])).toEqual({
    tarball,
    patches: [...names, 'own.patch'],
  });
});

it('leaves out the fixes that the image does without, and no other', () => {
  const left = sourcesOf({ version: '1.37.0', withoutFixes: ['CVE-2025-46394', 'CVE-2026-26157', 'CVE-2026-26158'] });
  expect(names.filter((name) => !left.patches.includes(name))).toEqual([
    'archival-libarchive-sanitize-filenames-on-output-CVE-2025-46394',
    'archival-libarchive-sanitize-filenames-on-output-CVE-2025-46394-2',
    'tar-strip-unsafe-hardlink-components-GNU-tar-does-th',
    'tar-only-strip-unsafe-components-from-hardlinks-not-',
    'CVE-2025-46394-owner-names',
  ]);
});

it('leaves out what stands on a fix that is left out: its own fault came with that one', () => {
  const left = sourcesOf({ version: '1.37.0', withoutFixes: ['CVE-2023-39810', 'CVE-2026-26157', 'CVE-2026-26158'] });
  expect(names.filter((name) => !left.patches.includes(name))).toEqual([
    'archival-disallow-path-traversals-CVE-2023-39810',
    'tar-strip-unsafe-hardlink-components-GNU-tar-does-th',
    'tar-only-strip-unsafe-components-from-hardlinks-not-',
    'CVE-2026-124744-cpio-hard-links',
  ]);
  // In 1.38.0 the protection is upstream's, and the fix stands alone.
  const { patches: ofNewest } = sourcesOf({ version: '1.38.0' });
  expect(ofNewest).toContain('CVE-2026-124744-cpio-hard-links');
});

it.each([
  ['all', ['build', 'security debian', 'security basewright']],
  ['debian', ['build', 'security debian']],
  ['none', ['build']],
])('applies the security patches that it is told to: %s', (securityPatches, kinds) => {
  const applied = sourcesOf({ version: '1.37.0', securityPatches }).patches;
  const kept = patches.filter(({ name }) => applied.includes(name));
  expect([...new Set(kept.map(({ set = '', origin = '' }) => `${set} ${origin}`.trim()))]).toEqual(kinds);
});

it('takes a known release from another place, with everything that is known of it', () => {
  const moved = sourcesOf({ version: '1.38.0', mirrors: ['file:./vendor/b.tar.bz2', 'https://host/b'] });
  const known = busyboxRelease('1.38.0');
  expect(moved.tarball).toEqual({ ...known.tarball, mirrors: ['file:images/tiny/vendor/b.tar.bz2', 'https://host/b'] });
  expect(moved.patches).toEqual(known.patches.map(({ name }) => name));
});

it('asks for no signature over a known release that was packed again', () => {
  const packed = sourcesOf({ version: '1.38.0', sha256: OTHER_DIGEST, mirrors: ['https://host/b.tar.xz'] });
  expect(packed.tarball).toEqual({
    name: 'busybox',
    version: '1.38.0',
    sha256: [OTHER_DIGEST],
    mirrors: ['https://host/b.tar.xz'],
  });
  expect(packed.patches).toContain('tc-headers-without-cbq');
});

it('takes any other release by digest and mirrors, with no patches', () => {
  expect(sourcesOf({ version: '1.27.2', sha256: OTHER_DIGEST, mirrors: ['https://host/b'] })).toEqual({
    tarball: { name: 'busybox', version: '1.27.2', sha256: [OTHER_DIGEST], mirrors: ['https://host/b'] },
    patches: [],
  });
});
