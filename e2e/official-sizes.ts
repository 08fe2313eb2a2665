/**
 * Compressed layers of the official busybox 1.38.0 image, in bytes (docker-library's dist branches of 2026-07-27).
 * There is none for the combinations left out.
 */
export const OFFICIAL_LAYER_BYTES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  glibc: {
    'linux/amd64': 2_226_327,
    'linux/arm/v5': 1_839_441,
    'linux/arm/v7': 1_607_206,
    'linux/arm64': 1_915_158,
    'linux/386': 2_303_063,
    'linux/ppc64le': 2_543_491,
    'linux/riscv64': 1_957_557,
    'linux/s390x': 2_063_827,
  },
  musl: {
    'linux/amd64': 886_160,
    'linux/arm/v6': 971_613,
    'linux/arm/v7': 866_429,
    'linux/arm64': 915_579,
    'linux/386': 873_999,
    'linux/ppc64le': 991_471,
    'linux/riscv64': 960_611,
    'linux/s390x': 950_350,
  },
  uclibc: {
    'linux/amd64': 773_906,
    'linux/arm/v5': 763_333,
    'linux/arm/v7': 726_283,
    'linux/arm64': 829_613,
    'linux/386': 727_427,
    'linux/riscv64': 923_601,
  },
};

/** What the official image on glibc has in /lib besides the loader; the same on all its platforms. */
export const OFFICIAL_LIBRARIES = [
  ...['libc.so.6', 'libm.so.6', 'libpthread.so.0', 'libresolv.so.2'],
  ...['libnss_compat.so.2', 'libnss_dns.so.2', 'libnss_files.so.2', 'libnss_hesiod.so.2'],
] as const;

/** Applets of the official busybox 1.38.0 image on each libc; the same on all its platforms. */
export const OFFICIAL_APPLETS = { glibc: 410, musl: 404, uclibc: 410 } as const;
