import { baseText, type BaseTree, type TreeEntry } from '@basewright/tree';

/**
 * /etc/os-release of an image that has Debian's packages: Debian's own, with the name of the image. By it scanners know
 * whose advisories the package database is to be held against. A base that says which distribution it is keeps that.
 */
export function osReleaseEntry(base: BaseTree, debian: string, name: string): TreeEntry[] {
  const id = /^ID=(.*)$/m.exec(baseText(base, '/etc/os-release'))?.[1];
  if (id !== undefined && id !== 'basewright') return [];
  const kept = debian.split('\n').filter((line) => line !== '' && !/^(PRETTY_NAME|VARIANT|IMAGE_ID)=/.test(line));
  const version = /^VERSION="?([^"]*)"?$/m.exec(debian)?.[1] ?? '';
  const lines = [
    `PRETTY_NAME="${name} (packages of Debian ${version})"`,
    ...kept,
    'VARIANT_ID=basewright',
    `IMAGE_ID=${name}`,
  ];
  return [
    {
      type: 'file',
      path: '/etc/os-release',
      mode: 0o644,
      uid: 0,
      gid: 0,
      origin: 'the packages',
      content: { bytes: Buffer.from(lines.map((line) => `${line}\n`).join('')) },
    },
  ];
}
