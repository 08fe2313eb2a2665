import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Store } from './store';
import { clearAbandoned, ownedName } from './temporary-names';

/** Notes in its modification time that a file of the store was used now, for pruning. One that went meanwhile is no matter. */
export async function markUsed(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
}

/** Runs a build that is known to run, so that nobody prunes what it has used. */
export async function asBuild<T>({ temporary }: Store, build: () => Promise<T>): Promise<T> {
  const mark = join(temporary, `build-${ownedName()}`);
  await mkdir(temporary, { recursive: true });
  await writeFile(mark, '');
  try {
    return await build();
  } finally {
    await rm(mark, { force: true });
  }
}

/** When the oldest of the builds began that run now, in milliseconds since 1970; Infinity where none does. */
export async function oldestBuild({ temporary }: Store): Promise<number> {
  await clearAbandoned(temporary);
  const names = await readdir(temporary).catch(() => []);
  const begun = await Promise.all(
    names.map((name) =>
      stat(join(temporary, name)).then(
        ({ mtimeMs }) => mtimeMs,
        () => Infinity,
      ),
    ),
  );
  return Math.min(Infinity, ...begun);
}
