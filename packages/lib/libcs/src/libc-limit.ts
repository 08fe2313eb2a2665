import { type Libc } from './libc';
import { LIMIT_TABLE } from './limit-table';

/** A value of a symbol of BusyBox's Kconfig that cannot be built on a libc, as `npm run limits` found by compiling it. */
export interface LibcLimit {
  /** Without `CONFIG_`. */
  readonly symbol: string;
  /** `set`: a text that is not empty. */
  readonly value: 'y' | 'n' | 'set';
  readonly libc: Libc;
  /** What is missing, as the end of "cannot be built on musl: …". */
  readonly reason: string;
  /** The sources that fail are compiled only where one of these symbols is y; null: always. */
  readonly compiledFor: readonly string[] | null;
  /** The Debian development package with which it can be built; null: there is none for this libc. */
  readonly package: string | null;
}

/** What cannot be built on a libc. */
export function limitsOf(libc: Libc): readonly LibcLimit[] {
  return LIMIT_TABLE.filter((limit) => limit.libc === libc);
}

/** Of Debian's development packages those that BusyBox's makefiles do not find by themselves, with what tells them. */
const SETTINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'libtirpc-dev': { EXTRA_CFLAGS: '-I/usr/include/tirpc', EXTRA_LDLIBS: 'tirpc' },
};

/** The symbols of Kconfig that need to hold a word for BusyBox to be compiled with a development package, each with it. */
export function packageSettings(name: string): Readonly<Record<string, string>> {
  return SETTINGS[name] ?? {};
}
