import { invariant, type Store } from '@basewright/core';

import { parseStanzas, type Stanza } from '../deb822';
import { dpkgDeb } from '../dpkg-deb';
import { type DebianSettings } from '../settings';
import { packageArchives } from '../unpack-packages';
import { type Lock, type PinnedPackage } from './lock-file';
import { lockedPackage } from './locked-sets';

/** The fields of a package that say which sources it is made of. */
export interface BuiltFrom {
  /** `gcc-14=14.2.0-19` */
  readonly source: string;
  /** Sources whose licences ask that they can be had with it: the field Built-Using. Absent when there are none. */
  readonly builtUsing?: readonly string[];
}

/** What Debian's policy (5.6.1, 7.8) lets `Source` and a name in `Built-Using` be. */
const SOURCE = /^(\S+?)(?:\s+\((?:=\s*)?([^)]+)\))?$/;

/**
 * Which sources a package is built from, by its control fields. A package that does not name its source, or no version
 * of it, has the package's own (policy 5.6.1).
 */
export function builtFrom(fields: Stanza): BuiltFrom {
  const own = { name: fields['Package'] ?? '', version: fields['Version'] ?? '' };
  const [, name = own.name, version = own.version] = SOURCE.exec(fields['Source']?.trim() ?? '') ?? [];
  const using = (fields['Built-Using'] ?? '')
    .split(',')
    .map((clause) => SOURCE.exec(clause.trim()))
    .flatMap((match) => (match === null ? [] : [`${match[1] ?? ''}=${match[2] ?? ''}`]))
    .sort();
  return { source: `${name}=${version}`, ...(using.length === 0 ? {} : { builtUsing: using }) };
}

/**
 * A lock that says of each package which sources it is built from, read from the packages themselves: the index has only
 * those that it still lists. Throws what packageArchives throws.
 */
export async function withSourcesOfPackages(store: Store, settings: DebianSettings, lock: Lock): Promise<Lock> {
  const unknown = Object.entries(lock.packages).filter(([, { source }]) => source === undefined);
  const wanted = unknown.map(([key, one]) => lockedPackage(key, one));
  const files = await packageArchives(store, settings, wanted);
  const known: Lock['packages'] = {};
  for (const [key, one] of unknown) {
    const text = await dpkgDeb({
      archive: invariant(files.get(one.sha256), `the archive of ${key}`),
      action: '--field',
      more: ['Package', 'Version', 'Source', 'Built-Using'],
      purpose: `read the fields of ${key}`,
    });
    const { builtUsing, source } = builtFrom(parseStanzas(text)[0] ?? {});
    known[key] = { ...one, source, ...(builtUsing === undefined ? {} : { builtUsing: [...builtUsing] }) };
  }
  return { ...lock, packages: { ...lock.packages, ...known } };
}

/** Whether a lock says of any package what it is built from: then it is to be said of the next ones, too. */
export function namesSourcesOfPackages({ packages }: Lock): boolean {
  return Object.values(packages).some(({ source }) => source !== undefined);
}

/** A lock that says of no package what it is built from. */
export function withoutSourcesOfPackages(lock: Lock): Lock {
  const packages = Object.entries(lock.packages).map(
    ([key, { archive, path, size, sha256 }]): [string, PinnedPackage] => [key, { archive, path, size, sha256 }],
  );
  return { ...lock, packages: Object.fromEntries(packages) };
}
