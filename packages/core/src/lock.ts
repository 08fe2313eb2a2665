import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import { BasewrightError } from './errors';
import { plainEnvironment } from './exec';

/** Where a lock is, and what to say while waiting for it. */
export interface LockOptions {
  readonly path: string;
  /** Called once when somebody else holds the lock. */
  readonly onWait?: () => void;
  /** Aborted: nobody waits for the lock any more. */
  readonly signal?: AbortSignal;
}

const WAIT_NOTICE_MS = 1000;

/**
 * Runs `action` while holding an exclusive flock(2) on a file. The kernel lets go of it when this process dies,
 * whatever kills it: flock's child ends with our end of its standard input. Rejects when `signal` is aborted before
 * the lock is held.
 */
export async function withLock<T>(options: LockOptions, action: () => Promise<T>): Promise<T> {
  await mkdir(dirname(options.path), { recursive: true });
  // Node has no flock(2); util-linux's program holds it for us, and `cat` echoes one byte once it is held.
  const holder = spawn('flock', ['--exclusive', options.path, 'cat'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: plainEnvironment(),
  });
  const giveUp = (): void => void holder.kill();
  options.signal?.addEventListener('abort', giveUp, { once: true });
  const notice = setTimeout(() => options.onWait?.(), WAIT_NOTICE_MS);
  const failed = new Promise<never>((_resolve, reject) => {
    holder.once('error', (cause) => {
      reject(
        new BasewrightError('MISSING_PREREQUISITE', `cannot lock ${options.path}: flock is not installed`, {
          cause,
          hint: 'install util-linux',
        }),
      );
    });
    holder.once('exit', (code) => {
      reject(new BasewrightError('TOOL_FAILED', `cannot lock ${options.path}: flock ended with ${String(code)}`));
    });
  });
  failed.catch(() => undefined);
  holder.stdin.on('error', () => undefined);
  holder.stdin.write('.');
  try {
    await Promise.race([once(holder.stdout, 'data'), failed]);
    clearTimeout(notice);
    options.signal?.removeEventListener('abort', giveUp);
    return await action();
  } finally {
    clearTimeout(notice);
    holder.stdin.end();
  }
}
