import { busyboxRelease, busyboxVulnerabilities, knownVersions } from '@basewright/upstream';

import { compareWithDebian, differenceLines } from './compare-with-debian';
import { readRevisions } from './read-revisions';

/** The newest entries of the revision's changelog, and of its series what is for vulnerabilities, as Debian has them. */
const READ = {
  version: '1:1.38.0-3',
  changelog: `busybox (1:1.38.0-3) unstable; urgency=medium

  * fix 4 (minor) security issues (Closes: #1142472):
    - ash-fix-out-of-bounds-read-in-ifsbreakup-CVE-2026-38754.patch
    - ash-fix-stack-overflow-in-evalfun-CVE-2026-38755.patch
    - awk-fix-stack-overflow-in-evaluate-CVE-2026-38752.patch
    - awk-fix-use-after-free-in-awk_sub-CVE-2026-38753.patch

 -- Michael Tokarev <mjt@tls.msk.ru>  Sun, 26 Jul 2026 08:53:18 +0300

busybox (1:1.37.0-10.1) unstable; urgency=medium

  * Non-maintainer upload.
  * CVE-2026-26157: Incomplete path sanitization in archive
    extraction utilities
  * CVE-2026-26158: File modification outside of the intended
    extraction directory in tar
  * (Closes: #1127782)

 -- Adrian Bunk <bunk@debian.org>  Wed, 04 Mar 2026 19:42:01 +0200
`,
  series: `# other patches
shell-ash-export-HOME.patch
#
awk.c-fix-CVE-2023-42366-bug-15874.patch
wget-disallow-control-chars-in-URLs-CVE-2025-60876.patch
archival-libarchive-sanitize-filenames-on-output-CVE-2025-46394-2.patch
netstat-sanitize-argv0-for-p-CVE-2024-58251.patch
ash-fix-out-of-bounds-read-in-ifsbreakup-CVE-2026-38754.patch
`,
};

const TABLE = busyboxVulnerabilities();
const APPLIED = knownVersions.busybox.flatMap((version) => busyboxRelease(version).patches);

it('finds nothing new in what was read', () => {
  expect(differenceLines(compareWithDebian(TABLE, APPLIED, [READ]))).toEqual([]);
});

it('names a vulnerability without a row, a patch that nobody noted, and a revision that nobody read', () => {
  const entry = 'busybox (1:1.38.0-4) unstable; urgency=medium\n\n  * tftp: fix CVE-2026-99999\n\n -- A <a@b>  x\n\n';
  const next = {
    version: '1:1.38.0-4',
    changelog: entry + READ.changelog,
    series: `${READ.series}tftp-small-CVE-2026-124737.patch -p1\n`,
  };
  expect(differenceLines(compareWithDebian(TABLE, APPLIED, [READ, next]))).toEqual([
    'new: CVE-2026-99999, named by 1:1.38.0-4, has no row',
    'new: 1:1.38.0-4 carries tftp-small-CVE-2026-124737.patch, which no row names',
    'new: 1:1.38.0-4 was not read for the table: look through its changelog, and list it',
  ]);
});

it('finds a vulnerability that only the name of a patch tells', () => {
  const next = { ...READ, series: `${READ.series}debian/cve-2026-99998.patch\n` };
  const { vulnerabilities } = compareWithDebian(TABLE, APPLIED, [next]);
  expect(vulnerabilities).toEqual([{ id: 'CVE-2026-99998', revision: READ.version }]);
});

it('reads the revisions that are on offer, and refuses none', async () => {
  const files: Record<string, string> = { 'debian/changelog': READ.changelog, 'debian/patches/series': READ.series };
  const packaging = {
    async *file(_source: string, path: string) {
      yield await Promise.resolve({ version: READ.version, content: Buffer.from(files[path] ?? '') });
    },
  };
  expect(await readRevisions(packaging, 'busybox')).toEqual([READ]);
  const empty = {
    async *file() {
      await Promise.resolve();
      yield* [];
    },
  };
  await expect(readRevisions(empty, 'busybox')).rejects.toThrow('no suite has the source package busybox');
});
