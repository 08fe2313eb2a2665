/** The applets of one platform of an image. */
export interface PlatformApplets {
  /** `linux/amd64`. */
  readonly id: string;
  readonly applets: readonly string[];
}

/** One line per platform that lacks applets which another one has: `  linux/s390x lacks tc, hdparm`. */
export function missingApplets(platforms: readonly PlatformApplets[]): string[] {
  const all = [...new Set(platforms.flatMap(({ applets }) => applets))].sort();
  return platforms.flatMap(({ id, applets }) => {
    const own = new Set(applets);
    const missing = all.filter((name) => !own.has(name));
    return missing.length === 0 ? [] : [`  ${id} lacks ${missing.join(', ')}`];
  });
}
