/** How an image with packages of Debian calls itself. */
export interface ImageName {
  /** The image project's name. */
  readonly name: string;
  /** What people read, from Debian's `13 (trixie)`: `nginx (packages of Debian 13 (trixie))`. */
  readonly prettyName: (release: string) => string;
  /** Of what is in it besides packages: BusyBox. Default: none is said. */
  readonly version?: string;
}

/** Fields that are the image's own, and addresses of Debian, which does not answer for images of others. */
const NOT_KEPT = /^(PRETTY_NAME|VARIANT|VARIANT_ID|IMAGE_ID|IMAGE_VERSION|HOME_URL|SUPPORT_URL|BUG_REPORT_URL)=/;

/**
 * The text of /etc/os-release (os-release(5)) of an image that has Debian's packages: by Debian's ID and VERSION_ID scanners
 * know whose advisories are for these. `debian` is the text of Debian's own.
 */
export function imageRelease(debian: string, { name, prettyName, version }: ImageName): string {
  const release = /^VERSION="?([^"]*)"?$/m.exec(debian)?.[1] ?? '';
  const kept = debian.split('\n').filter((line) => line !== '' && !NOT_KEPT.test(line));
  return [
    releaseLine('PRETTY_NAME', prettyName(release)),
    ...kept.map((line) => `${line}\n`),
    releaseLine('VARIANT_ID', 'basewright'),
    releaseLine('IMAGE_ID', name),
    ...(version === undefined ? [] : [releaseLine('IMAGE_VERSION', version)]),
  ].join('');
}

/** Whether Basewright wrote an os-release; any other is that of a distribution, or of an author. */
export function isImageRelease(osRelease: string): boolean {
  return /^(ID|VARIANT_ID)=basewright$/m.test(osRelease);
}

/** A line of os-release, as a shell reads it: the value bare when only letters, digits and `._-`, else in double quotes. */
export function releaseLine(key: string, value: string): string {
  return `${key}=${/^[A-Za-z0-9._-]+$/.test(value) ? value : `"${value.replace(/["$`\\]/g, '\\$&')}"`}\n`;
}
