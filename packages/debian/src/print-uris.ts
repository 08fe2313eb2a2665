import { type DebianPackage } from '@basewright/core';

/**
 * Reads `apt-get --print-uris` with sha256 forced: `'URI' name_version_arch.deb size SHA256:hex` per line.
 * Sorted by name, then architecture.
 */
export function parsePrintUris(output: string): DebianPackage[] {
  const packages = output.split('\n').flatMap((line) => {
    const match = /^'[^']*' (\S+) (\d+) SHA256:([0-9a-f]{64})$/.exec(line.trim());
    const [, file, size, sha256] = match ?? [];
    const [, name, version, architecture] = /^([^_]+)_([^_]+)_([^_]+)\.deb$/.exec(file ?? '') ?? [];
    if (name === undefined || version === undefined || architecture === undefined || sha256 === undefined) return [];
    return [{ name, version: decodeURIComponent(version), architecture, sha256, size: Number(size) }];
  });
  return packages.sort(byNameAndArchitecture);
}

/** Orders packages by name, then architecture, by code unit. */
export function byNameAndArchitecture(a: DebianPackage, b: DebianPackage): number {
  const [left, right] = [`${a.name}:${a.architecture}`, `${b.name}:${b.architecture}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
