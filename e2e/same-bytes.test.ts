import { describeSameBytes } from './same-bytes';

/** The matrix does the same with every libc. */
describeSameBytes(['glibc']);
