import { osRelease } from './os-release';

it('says what the image is, and is nobody else', () => {
  expect(osRelease({ name: 'busybox-musl', version: '1.38.0', libc: 'musl' })).toBe(
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

it('quotes what a shell would expand', () => {
  expect(osRelease({ name: 'a"$b', version: '1', libc: 'musl' })).toContain('IMAGE_ID="a\\"\\$b"\n');
});
