import { type TreeNode } from '@basewright/oci';
import { type BaseFact, type BaseTree } from '@basewright/tree';

import { releaseEntries } from './release-entries';

const DEBIAN = { osRelease: 'VERSION="13 (trixie)"\nVERSION_ID="13"\nID=debian\n', version: '13.8\n' };

const file = (text: string): TreeNode<BaseFact> => {
  return { type: 'file', mode: 0o644, uid: 0, gid: 0, layer: 0, inode: null, fact: { text } };
};
const base = (osRelease: string | null): BaseTree =>
  new Map(osRelease === null ? [] : [['/etc/os-release', file(osRelease)]]);

const texts = (on: BaseTree): Record<string, string> =>
  Object.fromEntries(
    releaseEntries(on, DEBIAN, 'app').map((entry) => [
      entry.path,
      entry.type === 'file' && 'bytes' in entry.content ? Buffer.from(entry.content.bytes).toString() : '',
    ]),
  );

it.each([
  ['without packages', 'NAME="Basewright BusyBox"\nID=basewright\n'],
  ['with packages of an older release', 'VERSION_ID="12"\nID=debian\nVARIANT_ID=basewright\nIMAGE_ID=busybox-glibc\n'],
  ['that says nothing', null],
])('is that of the packages, with the name of the image, on a base %s', (_what, osRelease) => {
  expect(texts(base(osRelease))).toEqual({
    '/etc/debian_version': '13.8\n',
    '/etc/os-release': [
      'PRETTY_NAME="app (packages of Debian 13 (trixie))"',
      'VERSION="13 (trixie)"',
      'VERSION_ID="13"',
      'ID=debian',
      'VARIANT_ID=basewright',
      'IMAGE_ID=app',
      '',
    ].join('\n'),
  });
});

it.each([
  ['Alpine', 'ID=alpine\nVERSION_ID=3.22.1\n'],
  ['Debian', 'VERSION_ID="13"\nID=debian\n'],
  ['an author', 'ID=own\n'],
])('is what the base says where that is the release of %s', (_whose, osRelease) => {
  expect(texts(base(osRelease))).toEqual({});
});
