import { type PatchSource } from './source';

interface Fix {
  /** File name in Debian's `debian/patches`. */
  readonly file: string;
  readonly sha256: string;
  readonly fixes: readonly string[];
  /** A revision of Debian's source package that has it. */
  readonly revision: string;
}

const of137 = (file: string, sha256: string, ...fixes: string[]): Fix => {
  return { file, sha256, fixes, revision: '1:1.37.0-10.1' };
};
const of138 = (file: string, sha256: string, ...fixes: string[]): Fix => {
  return { file, sha256, fixes, revision: '1:1.38.0-3' };
};

const AWK_REGEXP = of138(
  'awk.c-fix-CVE-2023-42366-bug-15874.patch',
  'fae2209a1023c94ebcfea696ceac024466817767dcfe2bf49b3a25cbb65a005e',
  'CVE-2023-42366',
);
const WGET_CONTROL_CHARACTERS = of138(
  'wget-disallow-control-chars-in-URLs-CVE-2025-60876.patch',
  '92bc4c959b2f76977f9fa86a1c4f120e7ef13cd6298228b5eb6aa3ca61f462ce',
  'CVE-2025-60876',
);
const TAR_LISTING = of138(
  'archival-libarchive-sanitize-filenames-on-output-CVE-2025-46394-2.patch',
  '1bf97746a70f65796ade19e94439f13cadbb2838d94510594a536c49cf429bfe',
  'CVE-2025-46394',
);
const NETSTAT_NAMES = of138(
  'netstat-sanitize-argv0-for-p-CVE-2024-58251.patch',
  '1f16493b0698ea5b1440f937cee26ac997625249536b9a1ed01ab8dfc1e80d51',
  'CVE-2024-58251',
);

/** Debian carries them for 1.38.0 only. 1.37.0 has the same code: `awk` and `ash` crash there in functions without an end. */
const AWK_AND_ASH_OF_2026 = [
  of138(
    'ash-fix-out-of-bounds-read-in-ifsbreakup-CVE-2026-38754.patch',
    '00ecbcc806e13c15ca0a1048c17fdf1fb9f6550d48c6a42434741a920f58e912',
    'CVE-2026-38754',
  ),
  of138(
    'ash-fix-stack-overflow-in-evalfun-CVE-2026-38755.patch',
    '8a8b56c1c3edcf509124ed39bcff2f91754b517f6e3ce49142a3c8511314c7f0',
    'CVE-2026-38755',
  ),
  of138(
    'awk-fix-stack-overflow-in-evaluate-CVE-2026-38752.patch',
    '6b17e255c419acfa9ea38fd00539835a48d5caf375fc4c390fe87dd7dd259d74',
    'CVE-2026-38752',
  ),
  of138(
    'awk-fix-use-after-free-in-awk_sub-CVE-2026-38753.patch',
    '167d95f6654d2b26a2ff949eb06ffe57e8c02869dadbc04cc3238dc8d2f2b86e',
    'CVE-2026-38753',
  ),
];

/** By release, in the order they apply. */
const FIXES: Readonly<Record<string, readonly Fix[]>> = {
  '1.38.0': [AWK_REGEXP, WGET_CONTROL_CHARACTERS, TAR_LISTING, NETSTAT_NAMES, ...AWK_AND_ASH_OF_2026],
  '1.37.0': [
    // Brings CONFIG_FEATURE_PATH_TRAVERSAL_PROTECTION, which 1.38.0 has.
    of137(
      'archival-disallow-path-traversals-CVE-2023-39810.patch',
      '64c86e76636eb0375a74df2cbc0d75a9d4b83539cc27f60e161486463dbb6373',
      'CVE-2023-39810',
    ),
    AWK_REGEXP,
    WGET_CONTROL_CHARACTERS,
    of137(
      'archival-libarchive-sanitize-filenames-on-output-CVE-2025-46394.patch',
      '7f2eb8eb9492fce21a9ce8f6048342bccc2de4627cf2a554d33497b9329267b0',
      'CVE-2025-46394',
    ),
    TAR_LISTING,
    NETSTAT_NAMES,
    // Debian's changelog names both vulnerabilities for the pair; the second mends the first.
    of137(
      '0001-tar-strip-unsafe-hardlink-components-GNU-tar-does-th.patch',
      '1dd865c8207b82326092d29ee04ab65260cab4c1501b5ac8d20580ec46fd5113',
      'CVE-2026-26157',
      'CVE-2026-26158',
    ),
    of137(
      '0002-tar-only-strip-unsafe-components-from-hardlinks-not-.patch',
      '5f79cbdd80754a2ad38b5bb7a3ab79dc3e56d3efb9deda01814204a3587d5c58',
      'CVE-2026-26157',
      'CVE-2026-26158',
    ),
    ...AWK_AND_ASH_OF_2026,
  ],
};

/**
 * Every fix for a vulnerability that Debian carries for a BusyBox release, in the order they apply. Upstream publishes them as pages that its server makes (git.busybox.net ends each with its own version),
 * so Debian's files are the ones whose digests last.
 */
export function debianFixes(version: string): readonly PatchSource[] {
  return (FIXES[version] ?? []).map(({ file, sha256, fixes, revision }) => ({
    for: 'busybox',
    name: file.replace(/^\d+-|\.patch$/g, ''),
    set: 'security',
    fixes,
    origin: 'debian',
    sha256,
    mirrors: [
      `https://sources.debian.org/data/main/b/busybox/${revision}/debian/patches/${file}`,
      `apt-source:busybox/debian/patches/${file}`,
    ],
  }));
}
