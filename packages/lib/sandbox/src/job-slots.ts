import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { type Store, withLock } from '@basewright/core';

/** How many compilers one build may run. */
export function mostJobs(): number {
  return availableParallelism();
}

/** How many compilers all builds of a user may run together: one more, so that none idles while a build links. */
export function jobSlots(): number {
  return mostJobs() + 1;
}

/** Who wants slots, and what to do with each. */
export interface JobSlotUse {
  readonly store: Store;
  /** Called once for each slot after the first, as soon as another build has let go of it. */
  readonly onSlot: () => void;
  /** Called after a while without any. */
  readonly onWait?: () => void;
}

/**
 * Runs a build once it has one of the machine's job slots; while it runs it is given more, up to one per processor, as
 * they become free. A slot is a file lock, so those of a build that was killed are free at once.
 */
export async function withJobSlots<T>({ store, onSlot, onWait }: JobSlotUse, build: () => Promise<T>): Promise<T> {
  const enough = new AbortController();
  let release = (): void => undefined;
  const end = new Promise<void>((resolve) => (release = resolve));
  let held = 0;
  const first = new Promise<void>((resolve, reject) => {
    const take = async (): Promise<void> => {
      if (enough.signal.aborted) return;
      if (held++ === 0) resolve();
      else onSlot();
      if (held === mostJobs()) enough.abort();
      await end;
    };
    for (let slot = 0; slot < jobSlots(); slot++) {
      const lock = { path: join(store.locks, `job-${slot}`), signal: enough.signal };
      withLock(slot === 0 && onWait !== undefined ? { ...lock, onWait } : lock, take).catch((error: unknown) => {
        if (!enough.signal.aborted) reject(error instanceof Error ? error : new Error(String(error)));
      });
    }
  });
  try {
    await first;
    return await build();
  } finally {
    enough.abort();
    release();
  }
}
