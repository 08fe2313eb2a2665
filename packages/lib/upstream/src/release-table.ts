import { debianFixes } from './debian-fixes';
import { ownFixes } from './own-fixes';
import { type PatchSource, type Release, type SignatureSource, type TarballSource } from './source';

interface BusyboxRow {
  readonly version: string;
  readonly sha256: string;
  readonly signature?: SignatureSource;
  /** File name without `.patch`, and sha256, in the order they apply. */
  readonly patches: readonly (readonly [file: string, sha256: string])[];
}

// Debian's source packages carry upstream's tarball byte for byte, and from 1.38.0 on upstream's signature too.
// 1.37.0's signature is at busybox.net only: asking for it would make a build depend on that one host, so there the
// digest stands alone.
const BUSYBOX: readonly BusyboxRow[] = [
  {
    version: '1.38.0',
    sha256: '34f9ea6ff8636f2c9241153b9114eefa9e65674a45318ae1ef95bb5f31c53bb2',
    signature: {
      mirrors: [
        'https://busybox.net/downloads/busybox-1.38.0.tar.bz2.sig',
        'apt-source:busybox/busybox_1.38.0.orig.tar.bz2.asc',
      ],
      key: 'denys-vlasenko',
      fingerprint: 'C9E9416F76E610DBD09D040F47B70C55ACC9965B',
    },
    patches: [
      ['01-tc-headers-without-cbq', '76e86255968a55ccd9a5c8e8f5ed809b7343c8680ef74b9ded33c3b048c5e588'],
      ['02-sha-ni-i386-position-independent', '32e2fb530014a5c8c833a097d6c5415c4e895c2fa9f1ddb249813b56f95074ac'],
      ['03-inetd-rpc-number', '6b3e84a6d060901d3d1dc317846242454de1af69ac1f6caa71812bb34dd31747'],
    ],
  },
  {
    version: '1.37.0',
    sha256: '3311dff32e746499f4df0d5df04d7eb396382d7e108bb9250e7b519b837043a4',
    patches: [
      ['01-tc-headers-without-cbq', '76e86255968a55ccd9a5c8e8f5ed809b7343c8680ef74b9ded33c3b048c5e588'],
      ['02-sha1-x86-only', 'd7163171a2df190b7582db916bb13878ebcd7896fb555d8485fa8f4b67614358'],
      ['03-sha-ni-i386-position-independent', 'd781378d61b3dd522979da352bc1a1a1f3a33005565c06abf4cd092b75a3b405'],
    ],
  },
];

const UCLIBC: readonly TarballSource[] = [
  {
    name: 'uclibc-ng',
    version: '1.0.54',
    sha256: [
      // Upstream's file, and the one in Debian's uclibc-source: one source, packed twice.
      'd1ecf65cc2217dd4118a4dafc1abf27c585b5cb578f3bd7991fc640b79643ff2',
      'e9097c044f7fd489a53d9a5a327f9d73e0f34f6a034adfb71d73a2a740829de1',
    ],
    mirrors: [
      'https://downloads.uclibc-ng.org/releases/1.0.54/uClibc-ng-1.0.54.tar.xz',
      'apt-binary:uclibc-source/usr/src/uClibc-ng-1.0.54.tar.xz',
    ],
  },
];

/** By release, and by what is fixed: vulnerabilities whose fixes that one changes. */
const STANDS_ON: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  // Debian's fix brings the protection, and cleans names in the lines that those of hard links change.
  '1.37.0': {
    'CVE-2026-26157': ['CVE-2023-39810'],
    'CVE-2026-26158': ['CVE-2023-39810'],
    'CVE-2026-124744': ['CVE-2023-39810'],
  },
};

/** BusyBox releases, newest first. */
export const BUSYBOX_RELEASES: readonly Release[] = BUSYBOX.map((row) => ({
  tarball: {
    name: 'busybox',
    version: row.version,
    sha256: [row.sha256],
    mirrors: [
      `https://busybox.net/downloads/busybox-${row.version}.tar.bz2`,
      `apt-source:busybox/busybox_${row.version}.orig.tar.bz2`,
    ],
    ...(row.signature === undefined ? {} : { signature: row.signature }),
  },
  patches: [
    ...row.patches.map(([file, sha256]): PatchSource => ({
      for: 'busybox',
      name: file.replace(/^\d+-/, ''),
      set: 'build',
      sha256,
      mirrors: [`bundled:busybox/${row.version}/${file}.patch`],
    })),
    ...debianFixes(row.version),
    ...ownFixes(row.version),
  ],
  standsOn: fixesStandOn(row.version),
}));

/** uClibc-ng releases, newest first. */
export const UCLIBC_RELEASES: readonly Release[] = UCLIBC.map((tarball) => ({ tarball, patches: [] }));

/** What the fixes of a BusyBox release stand on, as `standsOn` of a Release has it. */
function fixesStandOn(version: string): Readonly<Record<string, readonly string[]>> {
  return STANDS_ON[version] ?? {};
}
