import { osRelease } from './os-release';

const STATIC = { name: 'busybox-musl', version: '1.38.0', libc: 'musl', debian: null } as const;

it('says what the image is, and is nobody else, without packages', () => {
  expect(osRelease(STATIC)).toBe(
    [
      'NAME="Basewright BusyBox"',
      'ID=basewright',
      'VERSION="1.38.0 (musl)"',
      'VERSION_ID=1.38.0',
      'PRETTY_NAME="Basewright BusyBox 1.38.0 (musl)"',
      'VARIANT=musl',
      'VARIANT_ID=musl',
      'IMAGE_ID=busybox-musl',
      'HOME_URL="https://busybox.net/"',
      '',
    ].join('\n'),
  );
});

it("is Debian's for scanners where the image has Debian's packages, and Basewright's for people", () => {
  const debian = { osRelease: 'VERSION_ID="13"\nVERSION="13 (trixie)"\nID=debian\n', version: '13.8\n' };
  expect(osRelease({ name: 'busybox-glibc', version: '1.38.0', libc: 'glibc', debian })).toBe(
    [
      'PRETTY_NAME="Basewright BusyBox 1.38.0 (glibc), libraries of Debian 13 (trixie)"',
      'VERSION_ID="13"',
      'VERSION="13 (trixie)"',
      'ID=debian',
      'VARIANT_ID=basewright',
      'IMAGE_ID=busybox-glibc',
      'IMAGE_VERSION=1.38.0',
      '',
    ].join('\n'),
  );
});

it('quotes what a shell would expand', () => {
  expect(osRelease({ ...STATIC, name: 'a"$b' })).toContain('IMAGE_ID="a\\"\\$b"\n');
});
