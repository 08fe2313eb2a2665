import { type DebianPackage } from '@basewright/contracts';

import { type Archive } from './settings';

/**
 * Reads `apt-get --print-uris` with sha256 forced: `'URI' name_version_arch.deb size SHA256:hex` per line. An address
 * that is below none of the archives, or is no address, is left out. Sorted by name, then architecture.
 */
export function parsePrintUris(output: string, archives: readonly Archive[]): DebianPackage[] {
  const packages = output.split('\n').flatMap((line) => {
    const match = /^'([^']*)' (\S+) (\d+) SHA256:([0-9a-f]{64})$/.exec(line.trim());
    const [, uri = '', file = '', size, sha256] = match ?? [];
    const [, name, version, architecture] = /^([^_]+)_([^_]+)_([^_]+)\.deb$/.exec(file) ?? [];
    if (name === undefined || architecture === undefined || sha256 === undefined) return [];
    const [place, plain] = [placeOf(uri, archives), decoded(version ?? '')];
    if (place === null || plain === null) return [];
    return [{ name, version: plain, architecture, ...place, size: Number(size), sha256 }];
  });
  return packages.sort(byNameAndArchitecture);
}

/** Which archive an address is in, and the path there: the archive with the longest address that it begins with. */
function placeOf(uri: string, archives: readonly Archive[]): Pick<DebianPackage, 'archive' | 'path'> | null {
  const found = [...archives]
    .sort((a, b) => b.mirror.length - a.mirror.length)
    .find(({ mirror }) => uri.startsWith(mirror));
  if (found === undefined) return null;
  const path = decoded(uri.slice(found.mirror.length));
  if (path === null) return null;
  // A repository without directories names its files `./tar_1.35_amd64.deb`.
  return { archive: found.name, path: path.replace(/^(\.\/)+/, '') };
}

/** A part of an address as it is meant; null where its percent signs mean nothing. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Orders packages by name, then architecture, then version, by code unit. */
export function byNameAndArchitecture(a: DebianPackage, b: DebianPackage): number {
  const [left, right] = [a, b].map(({ name, architecture, version }) => `${name}:${architecture}=${version}`);
  return (left ?? '') < (right ?? '') ? -1 : left === right ? 0 : 1;
}
