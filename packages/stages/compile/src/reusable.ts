/**
 * Whether a build of a .config gives the same bytes in a used object tree as in an empty one. With
 * FEATURE_USE_BSS_TAIL it does not: scripts/generate_BUFSIZ.sh sizes a buffer by what the last link left over.
 */
export function isReusable(config: string): boolean {
  return !/^CONFIG_FEATURE_USE_BSS_TAIL=y$/m.test(config);
}
