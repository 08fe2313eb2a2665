import { type VexStatement } from '@basewright/contracts';
import { type BusyboxBuild, type StateName, vulnerabilityStates, type VulnerabilityTable } from '@basewright/upstream';

/** What the states of the report are called in OpenVEX. */
const STATUS: Readonly<Record<StateName, VexStatement['status']>> = {
  fixed: 'fixed',
  'not-affected': 'not_affected',
  'not-in-release': 'not_affected',
  open: 'affected',
  unknown: 'under_investigation',
};

/** What every vulnerability of a table is to a build, in the order of the table. */
export function vexStatements(table: VulnerabilityTable, build: BusyboxBuild): VexStatement[] {
  return vulnerabilityStates(table, build).map(({ id, summary, state, because, ways }) => ({
    id,
    summary,
    status: STATUS[state],
    because: state === 'fixed' ? patchesFor(id, build) : because,
    action:
      state === 'open' ? (actionOf(ways) ?? 'no change closes it: it is accepted or the applet is left out') : null,
  }));
}

/** A patch is known by its digest: names are given anew where one is refreshed. */
function patchesFor(id: string, { patches }: BusyboxBuild): string {
  return patches
    .filter(({ fixes }) => fixes.includes(id))
    .map(({ name, sha256 }) => `${name} (sha256:${sha256})`)
    .join(', ');
}

function actionOf(ways: readonly string[]): string | null {
  return ways.length === 0 ? null : `under "busybox" in image.json: ${ways.join(', or ')}`;
}
