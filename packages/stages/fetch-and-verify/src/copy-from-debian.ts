import { copyFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { type DebianPackage } from '@basewright/contracts';
import { BasewrightError, type ErrorCode, invariant, reasonOf, type Store, systemCodeOf } from '@basewright/core';
import {
  binarySourceSet,
  type DebianSettings,
  keyOf,
  lockedSet,
  openApt,
  type Packaging,
  readLock,
  SOURCE_SUITES,
  sourceFile,
  unpackPackages,
} from '@basewright/debian';

import { isOutOfRoom } from './out-of-room';

/** Where packages are unpacked, and the mirror they are from. */
export interface DebianAccess {
  readonly store: Store;
  readonly settings: DebianSettings;
  readonly packaging: Packaging;
}

/** A file inside a Debian binary package. */
export interface PackagedFile {
  readonly package: string;
  /** Without a leading slash. */
  readonly path: string;
}

/** Downloads a file of a Debian source package to `to`. Throws NOT_FOUND, UNREACHABLE and what apt reports. */
export async function copyFromSourcePackage(
  { store, settings }: DebianAccess,
  wanted: { readonly source: string; readonly file: string },
  to: string,
): Promise<void> {
  await rename(await sourceFile(store, settings, { ...wanted, directory: dirname(to) }), to);
}

/**
 * Copies a file of Debian's packaging to `to`: of the first version of the source package whose file `accept` lets pass,
 * since a revision may change or drop it. Throws CHECKSUM_MISMATCH or NOT_FOUND with the reason of each version.
 */
export async function copyFromPackaging(
  { packaging }: DebianAccess,
  { source, path }: { readonly source: string; readonly path: string },
  to: string,
  accept: (path: string) => Promise<void>,
): Promise<void> {
  const refusals: { readonly code: ErrorCode; readonly reason: string }[] = [];
  for await (const { version, content } of packaging.file(source, path)) {
    if (content === null) {
      refusals.push({ code: 'NOT_FOUND', reason: `${version} has no such file` });
      continue;
    }
    await writeFile(to, content);
    try {
      await accept(to);
      return;
    } catch (thrown) {
      if (!(thrown instanceof BasewrightError)) throw thrown;
      refusals.push({ code: thrown.code, reason: `${version}: ${thrown.message}` });
    }
  }
  const code = refusals.find((refusal) => refusal.code !== 'NOT_FOUND')?.code ?? 'NOT_FOUND';
  const none = `no suite has a source package ${source}`;
  throw new BasewrightError(code, refusals.length === 0 ? none : refusals.map(({ reason }) => reason).join('; '));
}

/**
 * Copies a file out of a Debian binary package to `to`: of the one that the lock pins, else of the first suite whose
 * package has it, oldest first. Throws NOT_FOUND with the reason of each.
 */
export async function copyFromBinaryPackage(access: DebianAccess, wanted: PackagedFile, to: string): Promise<void> {
  const { lockFile } = access.settings;
  const lock = lockFile === undefined ? null : await readLock(lockFile);
  const reasons: string[] = [];
  for (const pinned of lockedSet(lock, keyOf(binarySourceSet(wanted.package))) ?? []) {
    try {
      await copyFromPackage(access, pinned, wanted, to);
      return;
    } catch (thrown) {
      if (isOutOfRoom(thrown)) throw thrown;
      reasons.push(reasonOf(thrown));
    }
  }
  for (const suite of new Set([access.settings.suite ?? SOURCE_SUITES[0], ...SOURCE_SUITES])) {
    try {
      await copyFromSuite(access, suite, wanted, to);
      return;
    } catch (thrown) {
      if (isOutOfRoom(thrown)) throw thrown;
      reasons.push(`${suite}: ${reasonOf(thrown)}`);
    }
  }
  throw new BasewrightError('NOT_FOUND', reasons.join('; '));
}

async function copyFromSuite(
  { store, settings }: DebianAccess,
  suite: string,
  wanted: PackagedFile,
  to: string,
): Promise<void> {
  const inSuite = { ...settings, suite };
  const found = await (await openApt(store, inSuite, [])).packageFor(wanted.package);
  await copyFromPackage({ store, settings: inSuite }, found, wanted, to);
}

async function copyFromPackage(
  { store, settings }: Pick<DebianAccess, 'store' | 'settings'>,
  found: DebianPackage,
  wanted: PackagedFile,
  to: string,
): Promise<void> {
  const directory = invariant(
    (await unpackPackages(store, settings, [found])).get(found.sha256),
    `the files of ${found.name}`,
  );
  await copyFile(join(directory, wanted.path), to).catch((cause: unknown) => {
    if (systemCodeOf(cause) !== 'ENOENT') throw cause;
    throw new BasewrightError('NOT_FOUND', `${wanted.package} ${found.version} has no ${wanted.path}`, { cause });
  });
}
