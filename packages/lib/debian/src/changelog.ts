import { compareVersions } from './compare-versions';

/** What a Debian changelog says of one version. */
export interface ChangelogEntry {
  /** The source package. */
  readonly source: string;
  /** The source package's version, `1.26.3-3+deb13u11`; of a binary-only upload the binary packages'. */
  readonly version: string;
  /** Where it was uploaded to: `trixie-security`; several have a space between them. */
  readonly distribution: string;
  /** The changes, as written, without the blank lines around them and the line of who made them. */
  readonly text: string;
}

/** `nginx (1.26.3-3) trixie; urgency=medium`, as deb-changelog(5) has it. */
const HEADING = /^(?<source>[a-z0-9][a-z0-9+.-]*) \((?<version>[^()\s]+)\)(?<distribution>(?: +[a-z0-9.-]+)+) *;/i;

/** ` -- Name <address>  date`, which ends an entry. */
const TRAILER = /^ -- /;

/**
 * The entries of a changelog, deb-changelog(5), in the order of the file: newest first. What belongs to no entry is
 * passed over: the comment of a trimmed changelog, an editor's settings, entries older than the format.
 */
export function parseChangelog(text: string): ChangelogEntry[] {
  const entries: ChangelogEntry[] = [];
  let current: { readonly heading: Omit<ChangelogEntry, 'text'>; readonly lines: string[] } | undefined;
  const end = (): void => {
    if (current === undefined) return;
    entries.push({ ...current.heading, text: current.lines.join('\n').replace(/^\n+/, '').trimEnd() });
    current = undefined;
  };
  for (const line of text.split('\n')) {
    const { source, version, distribution } = HEADING.exec(line)?.groups ?? {};
    if (source !== undefined && version !== undefined && distribution !== undefined) {
      end();
      current = { heading: { source, version, distribution: distribution.trim() }, lines: [] };
    } else if (TRAILER.test(line)) end();
    else current?.lines.push(line.trimEnd());
  }
  end();
  return entries;
}

/**
 * The entries that came to a package between two versions of it, newest first; `old` is left out, `now` is not. They
 * are those above the first entry that is not newer than `old`: a release like `2.0-1~deb13u1` is older than the `2.0-1`
 * that it was made from, whose entry is below its own. `entries` is the changelog of `now`. Empty when `old` is no older.
 */
export function entriesBetween(entries: readonly ChangelogEntry[], old: string, now: string): ChangelogEntry[] {
  const first = entries.findIndex(({ version }) => compareVersions(version, now) <= 0);
  if (first === -1) return [];
  const known = entries.slice(first);
  const end = known.findIndex(({ version }) => compareVersions(version, old) <= 0);
  return end === -1 ? known : known.slice(0, end);
}

/** `CVE-2026-42946`, in any spelling of the letters, also in the name of a patch: `CVE-2026-42946_2.patch`. */
const CVE = /CVE-(\d{4})-(\d{4,})/gi;

/** The CVEs that entries name, each once, by year and number. */
export function cvesIn(entries: readonly ChangelogEntry[]): string[] {
  const found = entries.flatMap(({ text }) => [...text.matchAll(CVE)]);
  const ids = new Map(found.map(([id, year, number]) => [id.toUpperCase(), [Number(year), Number(number)] as const]));
  return [...ids].sort(([, a], [, b]) => a[0] - b[0] || a[1] - b[1]).map(([id]) => id);
}
