import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import { BasewrightError } from './errors';
import { endOf, startProgram } from './start-program';

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
  const purpose = `lock ${options.path}`;
  // Node has no flock(2); util-linux's program holds it for us, and `cat` echoes one byte once it is held.
  const { child, ended } = startProgram('flock', ['--exclusive', options.path, 'cat'], {
    purpose,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const [input, output] = [child.stdin, child.stdout];
  if (input === null || output === null) throw new Error('flock was started with pipes, and has none');
  const giveUp = (): void => void child.kill();
  options.signal?.addEventListener('abort', giveUp, { once: true });
  const notice = setTimeout(() => options.onWait?.(), WAIT_NOTICE_MS);
  const failed = ended.then((end) => {
    throw new BasewrightError('TOOL_FAILED', `cannot ${purpose}: flock ${endOf(end)}`);
  });
  failed.catch(() => undefined);
  input.on('error', () => undefined);
  input.write('.');
  try {
    await Promise.race([once(output, 'data'), failed]);
    clearTimeout(notice);
    options.signal?.removeEventListener('abort', giveUp);
    return await action();
  } finally {
    clearTimeout(notice);
    input.end();
  }
}
