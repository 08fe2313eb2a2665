import { isNativeError } from 'node:util/types';

/** What a kind of failure means, and what to do about it. */
interface ErrorKind {
  readonly means: string;
  readonly remedy: string;
}

/** What a caller may branch on. docs/reference/errors.md is made of it; a new code is a new line here. */
export const ERROR_CODES = {
  BAD_INPUT: {
    means: 'What you wrote, or what somebody else made (an image, a package, a lock), cannot be used as it is.',
    remedy: 'Correct the field or the file that the message names. Nothing was built.',
  },
  BAD_SIGNATURE: {
    means: 'A file is not signed by a key that is trusted for it.',
    remedy:
      'Do not go round it. Look whether the key is the right one, and whether the place that the file is from is in the middle of a change.',
  },
  CHECK_FAILED: {
    means:
      'What was built works, and is not what it should be: a test failed, an image would not start, a fix is missing.',
    remedy: 'Each finding names what would do. A finding that is wrong can be accepted by name in image.json.',
  },
  CHECKSUM_MISMATCH: {
    means: 'A file has other bytes than were pinned or recorded.',
    remedy:
      'A download is tried elsewhere. What lies in dist/ or the store is made anew after it was deleted; an output from a remote cache is not to be trusted.',
  },
  CONFIGURATION_REFUSED: {
    means:
      'Kconfig does not give what image.json asks for: a symbol depends on another one, or the libc lacks what it needs.',
    remedy: 'The message says what stands in the way of each symbol, and what to ask for as well.',
  },
  CONTRACT_MISMATCH: {
    means: 'The output of an earlier stage is not what the next one expects: left by another version, or damaged.',
    remedy: 'Run the target again with --skip-nx-cache.',
  },
  DENIED: {
    means: 'The system, or a registry, does not let this user read or write there.',
    remedy:
      'Give the user the right, log in, or name another place: BASEWRIGHT_STORE for the store, TMPDIR for the rest.',
  },
  DISK_FAILED: {
    means: 'The disk could not read or write.',
    remedy: 'Look into the log of the kernel (dmesg). What was not finished is made anew by the next run.',
  },
  MISSING_PREREQUISITE: {
    means: 'This machine lacks a program, or something of its kernel.',
    remedy: 'npx nx g @basewright/nx:doctor names all that is missing, with the command that gets it.',
  },
  NO_SPACE: {
    means: 'The disk is full.',
    remedy: 'npx nx g @basewright/nx:prune removes from the store what no project has used for long.',
  },
  NOT_FOUND: {
    means: 'Something that is named does not exist: a package, an image, a release, a project.',
    remedy: 'The message has the nearest name that does.',
  },
  OUT_OF_MEMORY: {
    means: 'The machine has no memory left.',
    remedy: 'Run fewer tasks at once: --parallel=1.',
  },
  PATCH_FAILED: {
    means: 'A patch does not apply to the sources.',
    remedy: 'Refresh it against the release that image.json names, or leave it out.',
  },
  TOOL_FAILED: {
    means: 'A program that does part of the work failed: a compiler, a downloader, a compressor.',
    remedy: 'Its last lines are in the message, and the path of its whole log where there is one.',
  },
  TOO_MANY_FILES: {
    means: 'The process, or the machine, has as many files open as it may.',
    remedy: 'Allow more: ulimit -n 4096.',
  },
  TOO_MANY_PROCESSES: {
    means: 'The user, or the machine, has as many processes as it may.',
    remedy: 'End other programs, allow more (ulimit -u), or run fewer tasks at once: --parallel=1.',
  },
  UNREACHABLE: {
    means: 'No place that has a file could be reached.',
    remedy:
      'Each place is named with its reason. A store that was filled elsewhere can be imported: npx nx g @basewright/nx:store --help.',
  },
} as const satisfies Readonly<Record<string, ErrorKind>>;

/** The name of a kind of failure, as messages have it: `error[NOT_FOUND]: …`. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** What an error carries besides its sentence. */
export interface BasewrightErrorDetails {
  /** What the reader can do about it; one or more lines. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/**
 * A failure that is the input's or the machine's, not a bug of ours: shown as its sentence and hint, without a stack.
 * The sentence reads "cannot <verb> <object>: <cause>".
 */
export class BasewrightError extends Error {
  override readonly name = 'BasewrightError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: BasewrightErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
  }
}

/** The sentence of anything thrown, for use as the cause inside another sentence. */
export function reasonOf(thrown: unknown): string {
  return isNativeError(thrown) ? thrown.message : String(thrown);
}

/**
 * The value, which is there unless the code is wrong: for what a type cannot say. `what` is named by the Error it throws, no
 * BasewrightError, since it is a bug. Text that may be absent has a default instead; a path never has.
 */
export function invariant<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`there has to be ${what}`);
  return value;
}

/** The system error code (`ENOENT`, `ENOSPC` …; not Node's own `ERR_…`) of a thrown value or of its cause, if there is one. */
export function systemCodeOf(thrown: unknown): string | undefined {
  // Not instanceof: an error of the file system belongs to another realm where tests run in a context of their own.
  if (!isNativeError(thrown)) return undefined;
  if ('code' in thrown && typeof thrown.code === 'string' && /^E(?!RR_)[A-Z0-9_]+$/.test(thrown.code))
    return thrown.code;
  return systemCodeOf(thrown.cause);
}
