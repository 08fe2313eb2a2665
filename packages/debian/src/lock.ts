import { readFile } from 'node:fs/promises';

import { BasewrightError, type DebianPackage, reasonOf, systemCodeOf } from '@basewright/core';
import { z } from 'zod';

import { byNameAndArchitecture } from './print-uris';

const entry = z.strictObject({ version: z.string(), sha256: z.string(), size: z.int() });

const lockFile = z.strictObject({
  lockVersion: z.literal(1),
  suite: z.string(),
  /** Every package once, by `name:architecture`. */
  packages: z.record(z.string(), entry),
  /** Which of them belong together: `toolchain/glibc/amd64/build` to names of `packages`. */
  sets: z.record(z.string(), z.array(z.string())),
});

/** basewright.lock.json: the exact packages of every toolchain and library set. */
export type Lock = z.infer<typeof lockFile>;

/** A lock that pins nothing. */
export function emptyLock(suite: string): Lock {
  return { lockVersion: 1, suite, packages: {}, sets: {} };
}

/** Reads a lock file; null when there is none. Throws BAD_INPUT when it is not one, or a newer one. */
export async function readLock(path: string): Promise<Lock | null> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (systemCodeOf(cause) === 'ENOENT') return null;
    throw new BasewrightError('BAD_INPUT', `cannot read ${path}: ${reasonOf(cause)}`, { cause });
  });
  if (text === null) return null;
  try {
    return lockFile.parse(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : reasonOf(cause);
    throw new BasewrightError('BAD_INPUT', `cannot read ${path}: ${reason}`, {
      cause,
      hint: 'write it anew with `nx g @basewright/nx:lock`',
    });
  }
}

/** The packages of a set, or null when the lock has no such set. */
export function lockedSet(lock: Lock | null, key: string): DebianPackage[] | null {
  const names = lock?.sets[key];
  if (lock === null || names === undefined) return null;
  return names.map((id) => lockedPackage(lock, id)).sort(byNameAndArchitecture);
}

function lockedPackage(lock: Lock, id: string): DebianPackage {
  const pinned = lock.packages[id];
  const [name, architecture] = id.split(':');
  if (pinned === undefined || name === undefined || architecture === undefined) {
    throw new BasewrightError('BAD_INPUT', `cannot use the lock file: a set names ${id}, which it does not pin`, {
      hint: 'write it anew with `nx g @basewright/nx:lock`',
    });
  }
  return { name, architecture, ...pinned };
}

/** A lock with sets added or replaced; packages that no set names any more are left out. */
export function withSets(lock: Lock, sets: Readonly<Record<string, readonly DebianPackage[]>>): Lock {
  const id = ({ name, architecture }: DebianPackage): string => `${name}:${architecture}`;
  const names = {
    ...lock.sets,
    ...Object.fromEntries(Object.entries(sets).map(([key, all]) => [key, all.map(id).sort()])),
  };
  const used = new Set(Object.values(names).flat());
  const fresh = Object.values(sets)
    .flat()
    .map((one) => [id(one), { version: one.version, sha256: one.sha256, size: one.size }] as const);
  const packages = Object.entries({ ...lock.packages, ...Object.fromEntries(fresh) }).filter(([key]) => used.has(key));
  return { ...lock, sets: names, packages: Object.fromEntries(packages) };
}
