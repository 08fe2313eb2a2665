import { isNativeError } from 'node:util/types';

/** What a caller may branch on. A new code is a new line here. */
export type ErrorCode =
  | 'BAD_INPUT'
  | 'BAD_SIGNATURE'
  | 'CHECKSUM_MISMATCH'
  | 'CONFIGURATION_REFUSED'
  | 'CONTRACT_MISMATCH'
  | 'DENIED'
  | 'DISK_FAILED'
  | 'MISSING_PREREQUISITE'
  | 'NOT_FOUND'
  | 'NO_SPACE'
  | 'OUT_OF_MEMORY'
  | 'PATCH_FAILED'
  | 'TOOL_FAILED'
  | 'TOO_MANY_FILES'
  | 'UNREACHABLE'
  | 'CHECK_FAILED';

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
