import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { isNativeError } from 'node:util/types';

import { BasewrightError, type ErrorCode, reasonOf, systemCodeOf } from './errors';
import { outputIsKept } from './log';
import { machineFault } from './machine-fault';
import { printable } from './printable';
import { openStore, type Store } from './store';
import { requireSupportedNode } from './supported-node';
import { clearAbandoned } from './temporary-names';
import { asBuild } from './use-mark';

/** What Nx gives an executor, as far as the stages need it. */
export interface ExecutorContext {
  /** Absolute path of the workspace. */
  readonly root: string;
  readonly projectName?: string;
  readonly targetName?: string;
  readonly configurationName?: string;
  /** Absolute path of the directory Nx was started in. */
  readonly cwd?: string;
  /** The target as it is configured, without what the command line adds. */
  readonly target?: {
    readonly options?: Readonly<Record<string, unknown>>;
    readonly configurations?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
}

/** What Nx expects back. */
export interface ExecutorResult {
  readonly success: boolean;
}

/**
 * Turns a stage's function into an Nx executor: a {@link BasewrightError} becomes its code, sentence and hint on standard
 * error, with causes and stacks where Nx runs with `--verbose`; anything else is a bug and keeps its stack. A function that gives a result says itself how it went.
 */
export function asExecutor<Options>(
  action: (options: Options, context: ExecutorContext) => Promise<ExecutorResult> | Promise<void>,
): (options: Options, context: ExecutorContext) => Promise<ExecutorResult> {
  return async (options, context) => {
    // Modes of what a stage makes must not depend on who runs it. Nx runs each executor in a process of its own.
    process.umask(0o022);
    outputIsKept();
    try {
      requireSupportedNode();
      await clearLeftovers(openStore());
      return (await asBuild(openStore(), () => Promise.resolve(action(options, context)))) ?? { success: true };
    } catch (thrown) {
      process.stderr.write(await describeFailure(thrown, context.root));
      return { success: false };
    }
  };
}

/**
 * The text a failure is shown as. `place` is a path on the disk that is named when no room is left. Control characters,
 * which names and words of others may hold, do not reach a terminal.
 */
export async function describeFailure(thrown: unknown, place: string): Promise<string> {
  return printable(await description(thrown, place));
}

async function description(thrown: unknown, place: string): Promise<string> {
  const failure = await told(thrown, place);
  if (failure === null) {
    const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    return `\nThis is a bug in Basewright; please report it with these lines:\n${stack}\n`;
  }
  const { code, sentence, hint } = failure;
  // Set by Nx for --verbose.
  const causes = process.env['NX_VERBOSE_LOGGING'] === 'true' ? stacksOf(thrown) : '';
  return `\nerror[${code}]: ${sentence}\n${hint === undefined ? '' : `hint: ${hint}\n`}${causes}`;
}

/** A failure that is no bug, in words. */
interface Failure {
  readonly code: ErrorCode;
  readonly sentence: string;
  readonly hint: string | undefined;
}

async function told(thrown: unknown, place: string): Promise<Failure | null> {
  const isFull = ['ENOSPC', 'EDQUOT'].includes(systemCodeOf(thrown) ?? '');
  if (isFull || (thrown instanceof BasewrightError && thrown.code === 'NO_SPACE')) {
    const sentence = `cannot go on: no room left on the disk\n${reasonOf(thrown)}`;
    return { code: 'NO_SPACE', sentence, hint: await freeRoom(place) };
  }
  if (thrown instanceof BasewrightError) {
    const { code, message: sentence, hint } = thrown;
    // What the machine refused is not what it seemed to whoever asked: a file that cannot be opened is there.
    const fault = hint === undefined ? machineFault(thrown.cause) : null;
    return fault === null ? { code, sentence, hint } : { code: fault.code, sentence, hint: fault.hint };
  }
  const denial = storeDenial(thrown);
  if (denial !== null) {
    const hint = 'name a directory of yours with the environment variable BASEWRIGHT_STORE';
    return { code: 'DENIED', sentence: denial, hint };
  }
  const fault = machineFault(thrown);
  if (fault === null) return null;
  return { code: fault.code, sentence: `cannot go on: ${fault.what}\n${reasonOf(thrown)}`, hint: fault.hint };
}

/** Where a failure and its causes come from. */
function stacksOf(thrown: unknown): string {
  if (!isNativeError(thrown)) return '';
  const cause = thrown.cause === undefined ? '' : stacksOf(thrown.cause);
  return `${thrown.stack ?? ''}\n${cause === '' ? '' : `caused by: ${cause}`}`;
}

/** That the system refused to let us write in the store, null where it was something else. */
function storeDenial(thrown: unknown): string | null {
  const directory = dirname(openStore().root);
  const { path = '', syscall } = isNativeError(thrown) ? (thrown as NodeJS.ErrnoException) : {};
  if (path !== directory && !path.startsWith(`${directory}/`)) return null;
  const code = systemCodeOf(thrown) ?? '';
  if (['EROFS', 'EACCES', 'EPERM', 'ENOTDIR'].includes(code))
    return `cannot write to the store ${directory}: ${reasonOf(thrown)}`;
  // A file in the place of one of its directories.
  if (code === 'EEXIST' && syscall === 'mkdir')
    return `cannot use the store ${directory}: ${path} is a file, where a directory has to be (remove it)`;
  // What Node makes of EROFS where it was to make a directory with its parents.
  const readOnly = code === 'ENOENT' && syscall === 'mkdir';
  return readOnly ? `cannot write to the store ${directory}: read-only file system` : null;
}

async function freeRoom(place: string): Promise<string> {
  const disk = await statfs(place).catch(() => undefined);
  const free =
    disk === undefined ? '' : ` (${String(Math.floor((disk.bavail * disk.bsize) / 1e6))} MB are free at ${place})`;
  return `free some${free}; the store (BASEWRIGHT_STORE) and dist/ can be deleted and are made again`;
}

/** Removes what killed runs left in the store and in the directory for temporary files. */
async function clearLeftovers(store: Store): Promise<void> {
  const { temporary, downloads, packages, listings, roots, sources, objects, libcs, sysroots, images, layers } = store;
  for (const directory of [
    temporary,
    downloads,
    packages,
    listings,
    roots,
    sources,
    objects,
    libcs,
    sysroots,
    images,
    layers,
  ]) {
    await clearAbandoned(directory);
  }
  await clearAbandoned(tmpdir(), 'basewright-');
}
