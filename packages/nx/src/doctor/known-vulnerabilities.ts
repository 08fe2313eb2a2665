import { busyboxRelease, busyboxVulnerabilities, knownVersions, tableAge } from '@basewright/upstream';

/** How old the table of vulnerabilities is at `now`, how many it knows, and how many of those are fixed in each release. */
export function knownVulnerabilities(now: Date): string {
  const table = busyboxVulnerabilities();
  const days = tableAge(table, now);
  const age = days === 1 ? '1 day' : `${days} days`;
  const perRelease = knownVersions.busybox.map((version) => {
    const fixed = new Set(busyboxRelease(version).patches.flatMap(({ fixes = [] }) => fixes)).size;
    return `${fixed} by patches for ${version}`;
  });
  return `${table.vulnerabilities.length} of BusyBox are known, by the table of ${table.date}, ${age} old; fixed: ${perRelease.join(', ')}`;
}
