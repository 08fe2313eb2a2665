import { platformOf, PLATFORMS } from '@basewright/core';
import { LIBCS, SYSROOT } from '@basewright/libcs';

import { compilerFor } from './compiler';

it('names the cross compiler of the platform, and aligns segments for its largest pages', () => {
  const { cc, link, crossPrefix } = compilerFor(platformOf('linux/arm64'), 'glibc');
  expect([cc[0], crossPrefix]).toEqual(['aarch64-linux-gnu-gcc', 'aarch64-linux-gnu-']);
  expect(link.slice(-3)).toEqual(['-Wl,-z,relro,-z,now', '-Wl,--build-id=none', '-Wl,-z,max-page-size=65536']);
});

it.each([
  ['glibc', '-fPIE', '-pie'],
  ['musl', '-specs=/usr/lib/x86_64-linux-musl/musl-gcc.specs', '-static-pie'],
  ['uclibc', `-specs=${SYSROOT}/uclibc-gcc.specs`, '-no-pie'],
] as const)('links as %s needs it', (libc, compiling, linking) => {
  const { cc, link } = compilerFor(platformOf('linux/amd64'), libc);
  expect(cc).toContain(compiling);
  expect(link).toContain(linking);
});

it('gives exceptions to the platform and libc that need them only', () => {
  const narrow = PLATFORMS.flatMap((platform) =>
    LIBCS.filter((libc) => compilerFor(platform, libc).cc.includes('-mlong-double-64')).map((libc) => [
      platform.id,
      libc,
    ]),
  );
  expect(narrow).toEqual([['linux/ppc64le', 'musl']]);
});

it('adds what hardening asks for behind all else, where it is there', () => {
  const measures = ['fortify', 'stack-clash'] as const;
  const added = (libc: 'glibc' | 'musl'): string[] => {
    const platform = platformOf('linux/amd64');
    return compilerFor(platform, libc, measures).cc.slice(compilerFor(platform, libc).cc.length);
  };
  expect(added('glibc')).toEqual(['-D_FORTIFY_SOURCE=3', '-fstack-clash-protection']);
  expect(added('musl')).toEqual(['-fstack-clash-protection']);
});
