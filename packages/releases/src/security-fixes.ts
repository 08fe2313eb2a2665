import { type PatchSource } from './source';

interface FixRow {
  /** File name in Debian's `debian/patches`. */
  readonly file: string;
  readonly sha256: string;
  readonly fixes: readonly string[];
}

/** The fixes for one release, and a revision of Debian's source package that has them all. */
interface FixSet {
  readonly revision: string;
  /** In the order of Debian's series. */
  readonly rows: readonly FixRow[];
}

const AWK_REGEXP: FixRow = {
  file: 'awk.c-fix-CVE-2023-42366-bug-15874.patch',
  sha256: 'fae2209a1023c94ebcfea696ceac024466817767dcfe2bf49b3a25cbb65a005e',
  fixes: ['CVE-2023-42366'],
};
const WGET_CONTROL_CHARACTERS: FixRow = {
  file: 'wget-disallow-control-chars-in-URLs-CVE-2025-60876.patch',
  sha256: '92bc4c959b2f76977f9fa86a1c4f120e7ef13cd6298228b5eb6aa3ca61f462ce',
  fixes: ['CVE-2025-60876'],
};
const TAR_LISTING: FixRow = {
  file: 'archival-libarchive-sanitize-filenames-on-output-CVE-2025-46394-2.patch',
  sha256: '1bf97746a70f65796ade19e94439f13cadbb2838d94510594a536c49cf429bfe',
  fixes: ['CVE-2025-46394'],
};
const NETSTAT_NAMES: FixRow = {
  file: 'netstat-sanitize-argv0-for-p-CVE-2024-58251.patch',
  sha256: '1f16493b0698ea5b1440f937cee26ac997625249536b9a1ed01ab8dfc1e80d51',
  fixes: ['CVE-2024-58251'],
};

const FIX_SETS: Readonly<Record<string, FixSet>> = {
  '1.38.0': {
    revision: '1:1.38.0-3',
    rows: [
      AWK_REGEXP,
      WGET_CONTROL_CHARACTERS,
      TAR_LISTING,
      NETSTAT_NAMES,
      {
        file: 'ash-fix-out-of-bounds-read-in-ifsbreakup-CVE-2026-38754.patch',
        sha256: '00ecbcc806e13c15ca0a1048c17fdf1fb9f6550d48c6a42434741a920f58e912',
        fixes: ['CVE-2026-38754'],
      },
      {
        file: 'ash-fix-stack-overflow-in-evalfun-CVE-2026-38755.patch',
        sha256: '8a8b56c1c3edcf509124ed39bcff2f91754b517f6e3ce49142a3c8511314c7f0',
        fixes: ['CVE-2026-38755'],
      },
      {
        file: 'awk-fix-stack-overflow-in-evaluate-CVE-2026-38752.patch',
        sha256: '6b17e255c419acfa9ea38fd00539835a48d5caf375fc4c390fe87dd7dd259d74',
        fixes: ['CVE-2026-38752'],
      },
      {
        file: 'awk-fix-use-after-free-in-awk_sub-CVE-2026-38753.patch',
        sha256: '167d95f6654d2b26a2ff949eb06ffe57e8c02869dadbc04cc3238dc8d2f2b86e',
        fixes: ['CVE-2026-38753'],
      },
    ],
  },
  '1.37.0': {
    revision: '1:1.37.0-10.1',
    rows: [
      {
        // Brings CONFIG_FEATURE_PATH_TRAVERSAL_PROTECTION, which 1.38.0 has.
        file: 'archival-disallow-path-traversals-CVE-2023-39810.patch',
        sha256: '64c86e76636eb0375a74df2cbc0d75a9d4b83539cc27f60e161486463dbb6373',
        fixes: ['CVE-2023-39810'],
      },
      AWK_REGEXP,
      WGET_CONTROL_CHARACTERS,
      {
        file: 'archival-libarchive-sanitize-filenames-on-output-CVE-2025-46394.patch',
        sha256: '7f2eb8eb9492fce21a9ce8f6048342bccc2de4627cf2a554d33497b9329267b0',
        fixes: ['CVE-2025-46394'],
      },
      TAR_LISTING,
      NETSTAT_NAMES,
      // Debian's changelog names both vulnerabilities for the pair; the second mends the first.
      {
        file: '0001-tar-strip-unsafe-hardlink-components-GNU-tar-does-th.patch',
        sha256: '1dd865c8207b82326092d29ee04ab65260cab4c1501b5ac8d20580ec46fd5113',
        fixes: ['CVE-2026-26157', 'CVE-2026-26158'],
      },
      {
        file: '0002-tar-only-strip-unsafe-components-from-hardlinks-not-.patch',
        sha256: '5f79cbdd80754a2ad38b5bb7a3ab79dc3e56d3efb9deda01814204a3587d5c58',
        fixes: ['CVE-2026-26157', 'CVE-2026-26158'],
      },
    ],
  },
};

/**
 * The patch set `security` of a BusyBox release: every fix for a vulnerability that Debian carries for it, in the order
 * they apply. Upstream publishes them as pages that its server makes (git.busybox.net ends each with its own version),
 * so Debian's files are the ones whose digests last.
 */
export function securityFixes(version: string): readonly PatchSource[] {
  const { revision, rows } = FIX_SETS[version] ?? { revision: '', rows: [] };
  return rows.map(({ file, sha256, fixes }) => ({
    for: 'busybox',
    name: file.replace(/^\d+-|\.patch$/g, ''),
    set: 'security',
    fixes,
    sha256,
    mirrors: [
      `https://sources.debian.org/data/main/b/busybox/${revision}/debian/patches/${file}`,
      `apt-source:busybox/debian/patches/${file}`,
    ],
  }));
}
