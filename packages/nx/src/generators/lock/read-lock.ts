import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { BasewrightError, openStore, log, reasonOf } from '@basewright/core';
import {
  type DebianSettings,
  DEFAULT_SUITE,
  emptyLock,
  hasMergeConflict,
  type Lock,
  mergeConflicting,
  openAptOf,
  packagesOfV1,
  parseLock,
  parseLockV1,
  type PinnedSet,
  requestOf,
  resolveSettings,
  withSets,
} from '@basewright/debian';
import { requestedBy } from '@basewright/library-resolve';

import { type LibraryImage, type Wanted } from './wanted-sets';

/** The lock so far, and whether the file on disk is of this version. */
export interface LockSoFar {
  readonly lock: Lock;
  readonly isCurrent: boolean;
}

/**
 * The lock file of a workspace as version 2, empty where there is none: one of version 1 is given the places of its
 * packages, set by set for what is wanted now. Throws BAD_INPUT for a file that is no lock.
 */
export async function readLockSoFar(
  workspace: string,
  lockFile: string,
  { debian, host, wanted }: { readonly debian: DebianSettings; readonly host: string; readonly wanted: Wanted },
): Promise<LockSoFar> {
  const path = join(workspace, lockFile);
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return { lock: emptyLock(debian.suite ?? DEFAULT_SUITE), isCurrent: false };
  if (hasMergeConflict(text)) return { lock: withBothSides(path, text), isCurrent: false };
  const value = jsonOf(path, text);
  if (!isVersion1(value)) return { lock: parseLock(path, text), isCurrent: true };
  const old = parseLockV1(path, value);
  const ids = Object.keys(old.packages);
  const architectures = [...new Set(ids.map((id) => id.replace(/^.*:/, '')))].filter((name) => name !== 'all');
  const apt = await openAptOf(openStore(), await resolveSettings(debian), [host, ...architectures.sort()], true);
  const offered = await apt.versionsOf([...ids, ...new Set(ids.map((id) => id.replace(/:.*/, '')))]);
  const sets = wanted.sets.flatMap((set) => {
    const packages = packagesOfV1(old, nameInV1(set), offered);
    return packages === undefined ? [] : [{ request: requestOf(set), packages }];
  });
  return {
    lock: withSets(emptyLock(old.suite), [...sets, ...(await requestedOfV1(workspace, wanted.libraries))]),
    isCurrent: false,
  };

  async function requestedOfV1(root: string, images: readonly LibraryImage[]) {
    const found: { request: ReturnType<typeof requestOf>; packages: NonNullable<ReturnType<typeof packagesOfV1>> }[] =
      [];
    for (const image of images) {
      for (const platform of image.platforms) {
        const asked = await requestedBy(root, platform, image);
        const key = `requested/${platform.debianArch}`;
        const packages = asked === null ? undefined : packagesOfV1(old, key, offered);
        if (asked === null || packages === undefined) continue;
        const purpose = `requested/${asked.name}/${platform.debianArch}`;
        found.push({ request: { for: purpose, ...asked.request }, packages });
        for (const prefix of Object.keys(old.sets).filter((name) => name.startsWith(`${key}/`))) {
          const some = packagesOfV1(old, prefix, offered);
          const request = { for: `${purpose}/${prefix.slice(key.length + 1)}` };
          if (some !== undefined) found.push({ request, packages: some });
        }
      }
    }
    return found;
  }
}

function withBothSides(path: string, text: string): Lock {
  const { dropped, lock } = mergeConflicting(path, text);
  const anew = dropped.length === 0 ? '' : `; resolved anew is what fits neither: ${dropped.join(', ')}`;
  log.info(
    `${path} has a merge conflict: what both branches pin is taken, and the newer one's where they differ${anew}`,
  );
  return lock;
}

/** Version 1 named a set of an image's packages by what it asked for. */
function nameInV1({ purpose, names, native, request }: PinnedSet): string {
  if (!purpose.startsWith('packages/')) return purpose;
  const without = (request?.['without'] ?? []) as readonly string[];
  return [`packages/${native}:`, ...names, ...without.map((name) => `-${name}`)].join(' ');
}

function isVersion1(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'lockVersion' in value && value.lockVersion === 1;
}

function jsonOf(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BasewrightError('BAD_INPUT', `cannot read ${path}: ${reasonOf(cause)}`, {
      cause,
      hint: 'mend it, or remove it and run this again',
    });
  }
}
