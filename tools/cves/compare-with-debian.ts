import { cvesIn, parseChangelog } from '@basewright/debian';
import { type PatchSource, type VulnerabilityTable } from '@basewright/upstream';

import { type Revision } from './read-revisions';

/** What Debian says and the table does not. */
export interface Differences {
  /** Vulnerabilities without a row, with the revision whose changelog or patches name each. */
  readonly vulnerabilities: readonly { readonly id: string; readonly revision: string }[];
  /** Patches for a vulnerability that no row has as carried, and no release as its own. */
  readonly patches: readonly { readonly file: string; readonly revision: string }[];
  /** Revisions that nobody has read. */
  readonly revisions: readonly string[];
}

/** Compares the table, and the patches that releases have, with revisions of Debian's source package. */
export function compareWithDebian(
  table: VulnerabilityTable,
  applied: readonly Pick<PatchSource, 'mirrors'>[],
  revisions: readonly Revision[],
): Differences {
  const ids = new Set(table.vulnerabilities.map(({ id }) => id));
  const carried = table.vulnerabilities.flatMap(({ carriers }) => carriers.patches['debian'] ?? []);
  const files = new Set([
    ...carried.map((text) => text.replace(/ \(.*$/, '')),
    ...applied.flatMap(({ mirrors }) => mirrors.map((mirror) => mirror.replace(/^.*\//, ''))),
  ]);
  const named = revisions.flatMap((revision) => namedIn(revision).map((id) => ({ id, revision: revision.version })));
  const patches = revisions.flatMap(({ version, series }) =>
    filesIn(series)
      .filter((file) => /CVE-\d/i.test(file) && !files.has(file))
      .map((file) => ({ file, revision: version })),
  );
  return {
    vulnerabilities: firstOfEach(named, ({ id }) => id).filter(({ id }) => !ids.has(id)),
    patches: firstOfEach(patches, ({ file }) => file),
    revisions: revisions.map(({ version }) => version).filter((version) => !table.debian.revisions.includes(version)),
  };
}

/** One line each, the vulnerabilities first: what to do about them is in docs/how-to/answer-a-new-cve.md. */
export function differenceLines({ vulnerabilities, patches, revisions }: Differences): string[] {
  return [
    ...vulnerabilities.map(({ id, revision }) => `new: ${id}, named by ${revision}, has no row`),
    ...patches.map(({ file, revision }) => `new: ${revision} carries ${file}, which no row names`),
    ...revisions.map(
      (revision) => `new: ${revision} was not read for the table: look through its changelog, and list it`,
    ),
  ];
}

function namedIn({ changelog, series }: Revision): string[] {
  const entries = parseChangelog(changelog);
  const ofPatches = cvesIn([{ source: '', version: '', distribution: '', text: filesIn(series).join('\n') }]);
  return [...new Set([...cvesIn(entries), ...ofPatches])];
}

/** The patches of a quilt series; options and comments follow a name. */
function filesIn(series: string): string[] {
  return series.split('\n').flatMap((line) => /^[^\s#]+/.exec(line.trim())?.[0].replace(/^.*\//, '') ?? []);
}

function firstOfEach<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const first = new Map<string, T>();
  for (const item of items) if (!first.has(keyOf(item))) first.set(keyOf(item), item);
  return [...first.values()];
}
