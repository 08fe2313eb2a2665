import { type DebianPackage } from '@basewright/contracts';
import { digestOf } from '@basewright/core';

import { byNameAndArchitecture } from '../print-uris';
import { type ArchiveFile, type Lock, type PinnedPackage, type SetRequest } from './lock-file';

/** The packages of a set, or null when the lock has no such set. Sorted by name, then architecture. */
export function lockedSet(lock: Lock | null, key: string): DebianPackage[] | null {
  const names = lock?.sets[key]?.packages;
  if (lock === null || names === undefined) return null;
  const byName = packagesByName(lock);
  return names.flatMap((name) => byName.get(name) ?? []).sort(byNameAndArchitecture);
}

/** Every package of a lock, by its full name and, where that says enough, by `name:architecture`. */
function packagesByName({ packages }: Lock): Map<string, DebianPackage> {
  const all = Object.entries(packages).map(([key, one]) => [key, lockedPackage(key, one)] as const);
  return new Map([...all.map(([key, one]) => [key.replace(/=.*/, ''), one] as const), ...all]);
}

/** A package of a lock, by its key there. */
export function lockedPackage(key: string, { archive, path, size, sha256 }: PinnedPackage): DebianPackage {
  const [, name = '', architecture = '', version = ''] = /^([^:]+):([^=]+)=(.+)$/.exec(key) ?? [];
  return { name, version, architecture, archive, path, size, sha256 };
}

/** A set as it is written to a lock. */
export interface SetToPin {
  readonly request: SetRequest;
  readonly packages: readonly DebianPackage[];
}

/** The name of a set in a lock: 16 hexadecimal digits of the digest of its request. */
export function setKey(request: SetRequest): string {
  return digestOf(request).slice(0, 16);
}

/**
 * A lock with sets added; each takes the place of all sets that were for the same thing. Packages that no set names any
 * more are left out.
 */
export function withSets(lock: Lock, added: readonly SetToPin[]): Lock {
  const purposes = new Set(added.map(({ request }) => request.for));
  const kept = Object.entries(lock.sets)
    .filter(([, { request }]) => !purposes.has(request.for))
    .map(([key, { request }]) => ({ request, packages: lockedSet(lock, key) ?? [] }));
  return pinned(lock, [...kept, ...added]);
}

/** A lock with those of its sets that are kept, and no package that these do not name. */
export function withoutSets(lock: Lock, isKept: (request: SetRequest) => boolean): Lock {
  const kept = Object.entries(lock.sets).filter(([, { request }]) => isKept(request));
  return pinned(
    lock,
    kept.map(([key, { request }]) => ({ request, packages: lockedSet(lock, key) ?? [] })),
  );
}

function pinned(lock: Lock, sets: readonly SetToPin[]): Lock {
  const used = sets.flatMap(({ packages }) => packages);
  const versions = new Map<string, Set<string>>();
  for (const one of used) {
    const short = shortName(one);
    versions.set(short, (versions.get(short) ?? new Set()).add(one.version));
  }
  const nameOf = (one: DebianPackage): string =>
    versions.get(shortName(one))?.size === 1 ? shortName(one) : fullName(one);
  return {
    ...lock,
    packages: Object.fromEntries(
      used.map((one) => {
        const { archive, path, size, sha256 } = one;
        // What else is known of a package holds as long as it is the same one.
        const before = lock.packages[fullName(one)];
        return [fullName(one), before?.sha256 === sha256 ? before : { archive, path, size, sha256 }];
      }),
    ),
    sets: Object.fromEntries(
      sets.map(({ request, packages }) => [setKey(request), { request, packages: packages.map(nameOf).sort() }]),
    ),
  };
}

/** `tar:amd64` */
export function shortName({ name, architecture }: Pick<DebianPackage, 'name' | 'architecture'>): string {
  return `${name}:${architecture}`;
}

/** `tar:amd64=1.35+dfsg-3.1` */
function fullName(one: DebianPackage): string {
  return `${shortName(one)}=${one.version}`;
}

/**
 * The source package a file of an archive belongs to, which its directory is named after: `glibc` of
 * `pool/main/g/glibc/libc6_2.41-12_amd64.deb`. In an archive without directories it is the file's own package.
 */
export function sourceOf({ path }: Pick<ArchiveFile, 'path'>): string {
  const [file = '', directory = ''] = path.split('/').reverse();
  return /^(main|pool|updates|\.)?$/.test(directory) ? (file.split('_')[0] ?? '') : directory;
}

/**
 * The keys of the sets that cannot stay as they are when some packages are gone: those that hold one, and those that
 * share a source package with these, since libc6 and libc6-dev never differ.
 */
export function affectedSets(lock: Lock, gone: ReadonlySet<string>): Set<string> {
  const sets = Object.keys(lock.sets).map((key) => ({ key, packages: lockedSet(lock, key) ?? [] }));
  const hit = sets.filter(({ packages }) => packages.some(({ sha256 }) => gone.has(sha256)));
  const sources = new Set(hit.flatMap(({ packages }) => packages.map(sourceOf)));
  const affected = sets.filter(({ packages }) => packages.some((one) => sources.has(sourceOf(one))));
  return new Set(affected.map(({ key }) => key));
}
