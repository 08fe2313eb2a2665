import { type SbomComponent } from '@basewright/contracts';
import { type Digest, type Platform } from '@basewright/core';
import { PackageURL } from 'packageurl-js';

import { type Component } from './components';
import { type HashedFile } from './hashed-files';
import { softwareOf } from './software';

/** An image as the documents tell of it. */
export interface ToldImage {
  readonly name: string;
  readonly platform: Platform;
  /** Its package URL. */
  readonly purl: string;
  /** `sha256:…` of its manifest. */
  readonly digest: Digest;
  /** When it was made, as its configuration says it (RFC 3339). */
  readonly created: string;
  /** The image that it is made on; null for one from source. */
  readonly base: { readonly name: string; readonly digest: Digest } | null;
  /** What its os-release says that it is: `debian`, `13`; null where it says nothing. */
  readonly system: { readonly id: string; readonly version: string } | null;
  readonly components: readonly SbomComponent[];
  readonly files: ReadonlyMap<string, HashedFile>;
  /** Of the stage, which is the tool that the documents name. */
  readonly toolVersion: string;
}

/** https://github.com/package-url/purl-spec/blob/main/types-doc/oci-definition.md */
export function imageUrl(name: string, digest: Digest, { oci }: Platform): string {
  const last = name.replace(/@.*$/, '').replace(/^.*\//, '').toLowerCase();
  return new PackageURL('oci', undefined, last, digest, { arch: oci.architecture }, undefined).toString();
}

/** What an image is made on, by its name alone: where a layout lies on somebody's disk is told to nobody. */
export function baseName(from: string): string {
  const name = from.replace(/@sha256:[0-9a-f]+$/, '');
  return name.startsWith('oci:') ? name.replace(/\/+$/, '').replace(/^.*[:/]/, '') : name;
}

/** Of a Debian package as scanners write it, of an upstream release with the checksum of its tarball. */
export function componentUrl(
  { origin, name, version, architecture, sha256 }: Component,
  system: ToldImage['system'],
): string {
  if (origin === 'upstream') {
    return new PackageURL('generic', undefined, name, version, { checksum: `sha256:${sha256}` }, undefined).toString();
  }
  const qualifiers: Record<string, string> = {};
  if (architecture !== null) qualifiers['arch'] = architecture;
  if (system?.id === 'debian' && system.version !== '') qualifiers['distro'] = `debian-${system.version}`;
  return new PackageURL('deb', 'debian', name, version, qualifiers, undefined).toString();
}

/** Its name in the dictionary of vulnerabilities; null where it is not known. A Debian package has upstream's version there. */
export function componentCpe({ name, version }: Pick<Component, 'name' | 'version'>): string | null {
  const known = softwareOf(name);
  if (known === undefined) return null;
  const release = version.replace(/^\d+:/, '').replace(/-[^-]*$/, '');
  return `cpe:2.3:a:${known.cpe}:${release.replaceAll(/[^\w.-]/g, '\\$&')}:*:*:*:*:*:*:*`;
}

/** What an os-release says (os-release(5)). */
export function systemOf(osRelease: string | null): ToldImage['system'] {
  if (osRelease === null) return null;
  const value = (key: string): string => new RegExp(`^${key}=["']?([^"'\\n]*)`, 'm').exec(osRelease)?.[1] ?? '';
  const id = value('ID');
  return id === '' ? null : { id, version: value('VERSION_ID') };
}
