/** Compressed layers of the official busybox 1.38.0 image for amd64, in bytes (docker-library's dist branches of 2026-07-27). */
export const OFFICIAL_LAYER_BYTES = { glibc: 2_226_327, musl: 886_160, uclibc: 773_906 } as const;
