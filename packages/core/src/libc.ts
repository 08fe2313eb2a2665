/** The C libraries an image can be built on. */
export const LIBCS = ['glibc', 'musl', 'uclibc'] as const;

/** One of {@link LIBCS}. */
export type Libc = (typeof LIBCS)[number];

/** How programs are linked on each libc. glibc needs its shared objects anyway, for name resolution. */
export const LINKAGE: Readonly<Record<Libc, 'dynamic' | 'static'>> = {
  glibc: 'dynamic',
  musl: 'static',
  uclibc: 'static',
};
