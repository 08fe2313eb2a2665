import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { digestOf } from './digest';
import { systemCodeOf } from './errors';
import { type Store } from './store';
import { beginOf } from './temporary-names';

const DAY_MS = 24 * 3600 * 1000;

/**
 * Whether this is the first to ask about something in this run of Nx, whose tasks are processes of their own: what is
 * the same for nine platforms is said once. A run is known by the process that started us.
 */
export async function isFirstInRun({ runs }: Store, what: unknown): Promise<boolean> {
  const directory = join(runs, runName());
  if ((await mkdir(directory, { recursive: true })) !== undefined) await removeOld(runs);
  try {
    await writeFile(join(directory, digestOf(what)), '', { flag: 'wx' });
    return true;
  } catch (error) {
    if (systemCodeOf(error) !== 'EEXIST') throw error;
    return false;
  }
}

/** The process that started us and when it began. */
function runName(): string {
  return `${process.ppid}-${beginOf(process.ppid) ?? ''}`;
}

async function removeOld(runs: string): Promise<void> {
  for (const name of await readdir(runs)) {
    const { mtimeMs } = await stat(join(runs, name)).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > DAY_MS) await rm(join(runs, name), { recursive: true, force: true });
  }
}
