import { imageRelease, isImageRelease } from './image-release';

const DEBIAN = `PRETTY_NAME="Debian GNU/Linux 13 (trixie)"
NAME="Debian GNU/Linux"
VERSION_ID="13"
VERSION="13 (trixie)"
VERSION_CODENAME=trixie
DEBIAN_VERSION_FULL=13.8
ID=debian
HOME_URL="https://www.debian.org/"
SUPPORT_URL="https://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"
`;

it('keeps what scanners match advisories by, and says whose image it is', () => {
  const prettyName = (release: string): string => `BusyBox with libraries of Debian ${release}`;
  expect(imageRelease(DEBIAN, { name: 'busybox-glibc', prettyName, version: '1.38.0' })).toBe(
    [
      'PRETTY_NAME="BusyBox with libraries of Debian 13 (trixie)"',
      'NAME="Debian GNU/Linux"',
      'VERSION_ID="13"',
      'VERSION="13 (trixie)"',
      'VERSION_CODENAME=trixie',
      'DEBIAN_VERSION_FULL=13.8',
      'ID=debian',
      'VARIANT_ID=basewright',
      'IMAGE_ID=busybox-glibc',
      'IMAGE_VERSION=1.38.0',
      '',
    ].join('\n'),
  );
});

it('quotes what a shell would expand', () => {
  const text = imageRelease(DEBIAN, { name: 'a"$b', prettyName: () => 'x' });
  expect(text).toMatch(/^PRETTY_NAME=x\n/);
  expect(text).toMatch(/^IMAGE_ID="a\\"\\\$b"\n$/m);
});

it.each([
  ['an image without packages', 'NAME="Basewright BusyBox"\nID=basewright\n', true],
  ['an image with packages', imageRelease(DEBIAN, { name: 'app', prettyName: () => 'x' }), true],
  ['Debian', DEBIAN, false],
  ['Alpine', 'ID=alpine\n', false],
  ['an author', 'ID=basewright-fork\n', false],
  ['nobody', '', false],
])('tells our own os-release from that of others: %s', (_whose, text, isOurs) => {
  expect(isImageRelease(text)).toBe(isOurs);
});
