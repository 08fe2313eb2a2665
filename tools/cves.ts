import { openStore } from '@basewright/core';
import { openPackaging } from '@basewright/debian';
import { busyboxRelease, busyboxVulnerabilities, knownVersions } from '@basewright/upstream';

import { compareWithDebian, differenceLines } from './cves/compare-with-debian';
import { readRevisions } from './cves/read-revisions';

/**
 * `npm run cves`: compares the table of vulnerabilities with the changelog and the patches of each version of Debian's
 * source package busybox that suites have now, names what is new, and ends with 1 where something is.
 */
async function main(): Promise<void> {
  const revisions = await readRevisions(openPackaging(openStore(), {}), 'busybox');
  const applied = knownVersions.busybox.flatMap((version) => busyboxRelease(version).patches);
  const found = compareWithDebian(busyboxVulnerabilities(), applied, revisions);
  const lines = differenceLines(found);
  const read = revisions.map(({ version }) => version).join(', ');
  process.stdout.write([`Debian's busybox ${read}`, ...(lines.length === 0 ? ['nothing new'] : lines), ''].join('\n'));
  if (lines.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
