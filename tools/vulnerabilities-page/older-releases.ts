import {
  knownVersions,
  type VulnerabilityState,
  vulnerabilityStates,
  type VulnerabilityTable,
} from '@basewright/upstream';

import { configText, tableSymbols } from './default-configs';

/** What a patch does to a release as upstream has it, in the words of the table. */
const APPLIES = /\b(own|deb\S*|oe|br|upstream)=(?:yes|fuzz)/;

/**
 * Sections about the releases that somebody looked at and Basewright has no row for, so that an image brings the digest
 * itself and gets no fixes: which vulnerabilities each has with every applet, and whose patch applies to it.
 */
export function olderReleases(table: VulnerabilityTable): string[] {
  return table.releases
    .filter((release) => !knownVersions.busybox.includes(release))
    .flatMap((one) => section(table, one));
}

function section(table: VulnerabilityTable, release: string): string[] {
  // A protection came with a later release.
  const protections = table.vulnerabilities.flatMap(({ code }) => code?.closedBy ?? []);
  const everything = configText(tableSymbols(table), protections);
  const states = vulnerabilityStates(table, { release, libc: 'musl', config: everything, patches: [] });
  const left = states.filter(({ state }) => state === 'open' || state === 'unknown');
  const appliesOf = ({ id }: VulnerabilityState): string =>
    table.vulnerabilities.find((one) => one.id === id)?.carriers.applies?.[release] ?? 'none';
  const without = left.filter((one) => !APPLIES.test(appliesOf(one))).map(({ id }) => id);
  return [
    `## ${release}`,
    '',
    `Basewright knows no digest of ${release} from a place that its tests reach, so it builds it only for an image that says`,
    '`"sha256"` and `"mirrors"`, and **without fixes**: the report calls each of these open, and the way out is a newer release.',
    `On musl with every applet they are ${left.length}. No patch that could be read applies to ${without.length}: ${without.join(', ')}.`,
    '',
    'Whose patch applies: `own` is in `packages/lib/upstream/patches`, `deb` Debian, `oe` OpenEmbedded, `br` Buildroot, `azl` Azure',
    "Linux. `in-order`: after the carrier's patches above it; `fuzz`: with other context. None of ours was run on it.",
    '',
    '| vulnerability | patches |',
    '|---|---|',
    ...left.map((one) => `| ${one.id} | ${appliesOf(one)} |`),
    '',
  ];
}
