import { type ErrorCode, systemCodeOf } from './errors';

/** A fault of the machine, not of the input and no bug of ours. */
export interface MachineFault {
  readonly code: ErrorCode;
  /** As in "cannot go on: <what>". */
  readonly what: string;
  readonly hint: string;
}

const DENIED = {
  code: 'DENIED',
  hint: 'let this user write there, or name other directories with the environment variables BASEWRIGHT_STORE and TMPDIR',
} as const;

/** What the system's error codes mean (errno(3)), and what to do about each. */
const FAULTS: Readonly<Record<string, MachineFault>> = {
  EACCES: { ...DENIED, what: 'permission denied' },
  EPERM: { ...DENIED, what: 'permission denied' },
  EROFS: { ...DENIED, what: 'read-only file system' },
  EIO: {
    code: 'DISK_FAILED',
    what: 'the disk failed',
    hint: 'look into the log of the kernel (dmesg), then run it again: what was not finished is made anew',
  },
  EMFILE: { code: 'TOO_MANY_FILES', what: 'too many open files', hint: 'allow more: ulimit -n 4096' },
  ENFILE: {
    code: 'TOO_MANY_FILES',
    what: 'too many open files on this machine',
    hint: 'end other programs, or as root: sysctl -w fs.file-max=1000000',
  },
  // fork(2); what else says so is tried again where it is said.
  EAGAIN: {
    code: 'TOO_MANY_PROCESSES',
    what: 'too many processes',
    hint: 'end other programs, allow more (ulimit -u), or run fewer tasks at once: --parallel=1',
  },
  ENOMEM: {
    code: 'OUT_OF_MEMORY',
    what: 'out of memory',
    hint: 'end other programs, or run fewer tasks at once: --parallel=1',
  },
};

/** The fault that a thrown value tells of, null where it tells of none. A full disk is not among these. */
export function machineFault(thrown: unknown): MachineFault | null {
  return FAULTS[systemCodeOf(thrown) ?? ''] ?? null;
}
