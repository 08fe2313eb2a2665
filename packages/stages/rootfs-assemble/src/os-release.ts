import { type DebianRelease, imageRelease, releaseLine } from '@basewright/debian';
import { type Libc } from '@basewright/libcs';

/** What an image says of itself. */
export interface Identity {
  /** The image project's name. */
  readonly name: string;
  /** BusyBox version. */
  readonly version: string;
  readonly libc: Libc;
  /** The release that its packages are from; null without packages. */
  readonly debian: DebianRelease | null;
}

/**
 * The text of /etc/os-release (os-release(5)). Its ID is Debian's where the image has files of Debian's packages, so that
 * scanners hold these against Debian's advisories; else it is our own: there is nothing for them to look for.
 */
export function osRelease({ name, version, libc, debian }: Identity): string {
  const title = `Basewright BusyBox ${version} (${libc})`;
  if (debian !== null) {
    const prettyName = (release: string): string => `${title}, libraries of Debian ${release}`;
    return imageRelease(debian.osRelease, { name, prettyName, version });
  }
  const fields = {
    NAME: 'Basewright BusyBox',
    ID: 'basewright',
    VERSION: `${version} (${libc})`,
    VERSION_ID: version,
    PRETTY_NAME: title,
    VARIANT: libc,
    VARIANT_ID: libc,
    IMAGE_ID: name,
    HOME_URL: 'https://busybox.net/',
  };
  return Object.entries(fields)
    .map(([key, value]) => releaseLine(key, value))
    .join('');
}
