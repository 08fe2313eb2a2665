export { libcOf } from './find-libc';
export { glibcLoader } from './glibc';
export { availableHardening, HARDENING_MEASURES, type HardeningMeasure, hardeningOptions } from './hardening';
export { type LibcLimit, limitsOf, packageSettings } from './libc-limit';
export { type Libc, type LibcRecord, LIBCS, SYSROOT } from './libc';
export { UCLIBC_PORTS, type UclibcPort } from './uclibc';
