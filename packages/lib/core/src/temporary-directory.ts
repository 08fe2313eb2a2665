import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BasewrightError, reasonOf, systemCodeOf } from './errors';
import { removeAll } from './remove-all';
import { ownedName } from './temporary-names';

/**
 * Calls `use` with the absolute path of an empty directory that only this user can read, and removes it afterwards. `what`,
 * a word, is part of its name. Throws DENIED where the directory for temporary files cannot be written to.
 */
export async function withTemporaryDirectory<T>(what: string, use: (directory: string) => Promise<T>): Promise<T> {
  const directory = join(tmpdir(), `basewright-${what}-${ownedName()}`);
  await mkdir(directory, { mode: 0o700 }).catch((cause: unknown) => {
    throw systemCodeOf(cause) === 'ENOSPC' ? cause : noTemporaryDirectory(cause);
  });
  return removedAfter(directory, use);
}

/** The same below a directory of the store, which is made: for files that get a name in it by renaming. */
export async function withDirectoryIn<T>(parent: string, use: (directory: string) => Promise<T>): Promise<T> {
  const directory = join(parent, `.${ownedName()}.tmp`);
  await mkdir(directory, { recursive: true });
  return removedAfter(directory, use);
}

async function removedAfter<T>(directory: string, use: (directory: string) => Promise<T>): Promise<T> {
  try {
    return await use(directory);
  } finally {
    await removeAll(directory);
  }
}

function noTemporaryDirectory(cause: unknown): BasewrightError {
  return new BasewrightError('DENIED', `cannot make a temporary directory in ${tmpdir()}: ${reasonOf(cause)}`, {
    cause,
    hint: 'name a directory of yours with the environment variable TMPDIR: export TMPDIR=/tmp',
  });
}
