/** What others call a piece of software, and on which terms it may be used. */
export interface Software {
  /** Vendor and product in the dictionary of CPE (https://nvd.nist.gov/products/cpe). */
  readonly cpe: string;
  /** An SPDX expression. */
  readonly licence: string;
}

/** By the name of a tarball, or of a Debian package. */
const SOFTWARE: Readonly<Record<string, Software>> = {
  busybox: { cpe: 'busybox:busybox', licence: 'GPL-2.0-only' },
  'uclibc-ng': { cpe: 'uclibc-ng_project:uclibc-ng', licence: 'LGPL-2.1-or-later' },
  'musl-dev': { cpe: 'musl-libc:musl', licence: 'MIT' },
  libc6: { cpe: 'gnu:glibc', licence: 'LGPL-2.1-or-later' },
};

/** What is known of a piece of software here; undefined of most. */
export function softwareOf(name: string): Software | undefined {
  return Object.hasOwn(SOFTWARE, name) ? SOFTWARE[name] : undefined;
}
