import { type DebianRelease, imageRelease, isImageRelease } from '@basewright/debian';
import { baseText, type BaseTree, type TreeEntry } from '@basewright/tree';

/**
 * /etc/os-release and /etc/debian_version of an image that has Debian's packages: Debian's own, with the name of the image. By
 * these scanners know whose advisories the package database is to be held against: syft and grype by the first, trivy by the
 * second (https://github.com/aquasecurity/trivy/blob/main/pkg/fanal/analyzer/os/debian/debian.go). A base that says which
 * distribution it is keeps that.
 */
export function releaseEntries(base: BaseTree, { osRelease, version }: DebianRelease, name: string): TreeEntry[] {
  const ofBase = baseText(base, '/etc/os-release');
  if (/^ID=/m.test(ofBase) && !isImageRelease(ofBase)) return [];
  const prettyName = (release: string): string => `${name} (packages of Debian ${release})`;
  return [
    textEntry('/etc/debian_version', version),
    textEntry('/etc/os-release', imageRelease(osRelease, { name, prettyName })),
  ];
}

function textEntry(path: string, text: string): TreeEntry {
  const content = { bytes: Buffer.from(text) };
  return { type: 'file', path, mode: 0o644, uid: 0, gid: 0, origin: 'the packages', content };
}
