import { type Libc } from '@basewright/libcs';

/** What an image says of itself. */
export interface Identity {
  /** The image project's name. */
  readonly name: string;
  /** BusyBox version. */
  readonly version: string;
  readonly libc: Libc;
}

/**
 * The text of /etc/os-release (os-release(5)). The ID is our own: scanners that matched Debian's or Alpine's would look
 * for packages that are not there.
 */
export function osRelease({ name, version, libc }: Identity): string {
  const fields = {
    NAME: 'Basewright BusyBox',
    ID: 'basewright',
    VERSION: `${version} (${libc})`,
    VERSION_ID: version,
    PRETTY_NAME: `Basewright BusyBox ${version} (${libc})`,
    VARIANT: libc,
    VARIANT_ID: libc,
    IMAGE_ID: name,
    HOME_URL: 'https://busybox.net/',
  };
  return Object.entries(fields)
    .map(([key, value]) => `${key}=${quoted(value)}\n`)
    .join('');
}

/** A value as a shell reads it: bare when only letters, digits and `._-`, else in double quotes. */
function quoted(value: string): string {
  return /^[A-Za-z0-9._-]+$/.test(value) ? value : `"${value.replace(/["$`\\]/g, '\\$&')}"`;
}
