import { glibc } from './glibc';
import { type Libc, type LibcRecord } from './libc';
import { musl } from './musl';
import { uclibc } from './uclibc';

const RECORDS: Readonly<Record<Libc, LibcRecord>> = { glibc, musl, uclibc };

/** All that is told of a C library. */
export function libcOf(name: Libc): LibcRecord {
  return RECORDS[name];
}
