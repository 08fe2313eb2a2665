/** What an author may write into the image.json of {@link tinyImage} besides what it has. */
export type More = Readonly<Record<string, unknown>>;

/** An image.json that is built in seconds: a shell and three applets. */
export function tinyImage({ busybox = {}, ...more }: More & { readonly busybox?: More } = {}): string {
  const set = {
    BUSYBOX: true,
    FEATURE_INSTALLER: true,
    CAT: true,
    ECHO: true,
    ENV: true,
    ASH: true,
    SH_IS_ASH: true,
    // uClibc's own glob() is broken, and ash refuses to be compiled with it.
    ASH_INTERNAL_GLOB: true,
  };
  return JSON.stringify({
    libc: 'musl',
    busybox: { version: '1.38.0', base: 'allnoconfig', set, ...busybox },
    platforms: ['linux/amd64'],
    ...more,
  });
}
