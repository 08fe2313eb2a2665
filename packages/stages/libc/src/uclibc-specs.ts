/**
 * The gcc specs file (gcc manual, "Spec Files") that turns Debian's compiler for glibc into one for a sysroot bound at
 * `sysroot`, as musl-gcc.specs does for musl. Static and not position-independent, whatever else is asked for: the
 * libc holds nothing else. gcc's own headers come first, as in a compiler built for the libc.
 */
export function uclibcSpecs(sysroot: string): string {
  const headers = `-nostdinc -isystem include%s -isystem ${sysroot}/usr/include`;
  const start = `${sysroot}/usr/lib/crt1.o ${sysroot}/usr/lib/crti.o crtbeginT.o%s`;
  return [
    '%rename cpp_options old_cpp_options',
    `*cpp_options:\n${headers} %(old_cpp_options)`,
    `*cc1:\n%(cc1_cpu) ${headers}`,
    // Debian's gcc links -pie unless told otherwise, from a place in its link command that no other spec reaches.
    '*self_spec:\n-static -no-pie -fno-pie',
    '*link:\n-nostdlib -static',
    `*startfile:\n${start}`,
    `*endfile:\ncrtend.o%s ${sysroot}/usr/lib/crtn.o`,
    `*link_libgcc:\n-L${sysroot}/usr/lib -L .%s`,
    `*libgcc:\nlibgcc.a%s %:if-exists(libgcc_eh.a%s) ${sysroot}/usr/lib/${COMPATIBILITY_LIBRARY}`,
  ]
    .map((section) => `${section}\n\n`)
    .join('');
}

/** Holds what a libgcc made for glibc expects of its libc and uClibc-ng has not. */
export const COMPATIBILITY_LIBRARY = 'libgcc_compat.a';

/**
 * C source of {@link COMPATIBILITY_LIBRARY}. libgcc_eh asks glibc 2.35's `_dl_find_object` for code whose unwind tables
 * nobody registered; in a static program crtbeginT.o registers them all, so "not found" is the whole answer.
 */
export const COMPATIBILITY_SOURCE = `int _dl_find_object(void *address, void *result)
{
  (void)address;
  (void)result;
  return -1;
}
`;
