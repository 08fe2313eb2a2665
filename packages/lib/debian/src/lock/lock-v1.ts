import { type DebianPackage } from '@basewright/contracts';
import { BasewrightError, sha256Hex, version } from '@basewright/core';
import { z } from 'zod';

import { type Stanza } from '../deb822';
import { MAIN_ARCHIVE, suiteName } from '../settings';

const packageId = z.string().regex(/^[a-z0-9][a-z0-9+.-]+:[a-z0-9-]+$/, 'is no package: tar:amd64');

const lockV1 = z.strictObject({
  lockVersion: z.literal(1),
  suite: suiteName,
  /** By `name:architecture`. */
  packages: z.record(packageId, z.strictObject({ version, sha256: sha256Hex, size: z.int().nonnegative() })),
  /** By what they are for: names of `packages`. */
  sets: z.record(z.string(), z.array(packageId)),
});

/** The lock file as Basewright 0.1 wrote it: it says which packages, and not where they lie. */
export type LockV1 = z.infer<typeof lockV1>;

/** Throws BAD_INPUT when a value, read from the file at `path`, is no lock of version 1. */
export function parseLockV1(path: string, value: unknown): LockV1 {
  const { data, error } = lockV1.safeParse(value);
  if (error === undefined) return data;
  throw new BasewrightError('BAD_INPUT', `cannot read ${path}: ${z.prettifyError(error)}`, {
    hint: 'remove it, and write it anew with `nx g @basewright/nx:lock`',
  });
}

/**
 * The packages of a set of version 1, with the places that they most likely lie at: where the index has them, else beside
 * another version of the same package, since a source's packages share a directory of the pool. Whether they do lie there is
 * seen when they are fetched. Undefined when there is no such set, or it has a package of which no version is offered.
 */
export function packagesOfV1(lock: LockV1, key: string, offered: readonly Stanza[]): DebianPackage[] | undefined {
  const placed = lock.sets[key]?.map((id) => {
    const pinned = lock.packages[id];
    const [name = '', architecture = ''] = id.split(':');
    if (pinned === undefined) return undefined;
    const exact = offered.find((stanza) => stanza['SHA256'] === pinned.sha256)?.['Filename'];
    const path = exact ?? besideAnother(name, architecture, pinned.version, offered);
    return path === undefined ? undefined : { name, architecture, ...pinned, archive: MAIN_ARCHIVE, path };
  });
  const packages = placed?.filter((one) => one !== undefined);
  return packages?.length === placed?.length ? packages : undefined;
}

function besideAnother(
  name: string,
  architecture: string,
  version: string,
  offered: readonly Stanza[],
): string | undefined {
  // Security updates lie in a part of the pool of their own.
  const files = offered
    .filter((stanza) => stanza['Package'] === name)
    .flatMap((stanza) => stanza['Filename'] ?? [])
    .filter((file) => !file.startsWith('pool/updates/'));
  const [file] = files;
  if (file === undefined) return undefined;
  // A file's name has no epoch.
  return `${file.slice(0, file.lastIndexOf('/'))}/${name}_${version.replace(/^\d+:/, '')}_${architecture}.deb`;
}
