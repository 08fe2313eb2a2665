/**
 * Where scanners look for the control file of a package in an image without dpkg
 * (https://github.com/GoogleContainerTools/distroless/blob/main/PACKAGE_METADATA.md).
 */
export function packageRecord(name: string): string {
  return `/var/lib/dpkg/status.d/${name}`;
}
