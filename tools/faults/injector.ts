import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';

const { EACCES, EAGAIN, EIO, EMFILE, EMLINK, ENOMEM, ENOSPC } = constants.errno;

/** The error of a read or write that does half of what was asked for. */
const SHORT = 0;

/** System calls, and the errors each is made to end with. */
export const CALLS = [
  { call: 'open', errors: [EMFILE, EACCES] },
  { call: 'read', errors: [EIO, SHORT] },
  { call: 'write', errors: [ENOSPC, EIO, SHORT] },
  { call: 'rename', errors: [EIO] },
  { call: 'link', errors: [EMLINK] },
  { call: 'fsync', errors: [EIO] },
  { call: 'mmap', errors: [ENOMEM] },
  { call: 'fork', errors: [EAGAIN] },
] as const;

/** One call that fails. */
export interface Fault {
  readonly call: (typeof CALLS)[number]['call'];
  /** Which one, from 1; 0: none, they are counted. */
  readonly at: number;
  /** errno(3), or 0 for half of what was asked for. */
  readonly error: number;
}

/** Compiles the library that LD_PRELOAD names; fault.c says which variables it reads. Throws what the compiler says. */
export function compileInjector(library: string): void {
  mkdirSync(dirname(library), { recursive: true });
  const args = ['-Wall', '-Wextra', '-O1', '-shared', '-fPIC', '-o', library, join(__dirname, 'fault.c'), '-ldl'];
  const { status, stderr } = spawnSync('gcc', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`cannot compile fault.c: ${stderr}`);
}

/** What the library has written down: how many calls there were, and which failed: `write /store/…`. */
export function readLog(file: string): { readonly count: number; readonly failed: string | undefined } {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const counts = [...text.matchAll(/^count (\d+)$/gm)].map(([, count]) => Number(count));
  return { count: Math.max(0, ...counts), failed: /^failed (.*)$/m.exec(text)?.[1] };
}
