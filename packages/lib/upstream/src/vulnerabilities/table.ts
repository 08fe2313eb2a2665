import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { LIBCS } from '@basewright/libcs';
import { z } from 'zod';

import { SYMBOL_EXPRESSION } from './symbols';

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const release = z.string().regex(/^\d+(\.\d+)+$/);
const id = z.string().regex(/^CVE-\d{4}-\d{4,}$/);

/** How a fact is known: compared with the code or the record; likely; remembered by whoever wrote it down. */
const certainty = z.enum(['sure', 'probable', 'from memory']);

/** Where a fact is from, and when it was looked up. */
const provenance = { source: z.string().min(1), date };

const affected = z.strictObject({
  /** The first release that has the fault. Absent: as far back as is known. */
  from: release.optional(),
  /** The first release without it. Absent: none of those that were looked at. */
  fixedIn: release.optional(),
  /** A release before `from` has it too, when it has the fix for this one. */
  broughtBy: id.optional(),
  /** What records, changelogs and commits say, in words. */
  told: z.string(),
  certainty,
  ...provenance,
});

const place = z.strictObject({
  /** With which symbols the code is compiled in: see SymbolExpression. Of each alternative the last costs least to switch off. */
  symbols: z.string().regex(SYMBOL_EXPRESSION),
  /** On which libcs it can be made use of. Absent: on all. */
  libcs: z.array(z.enum(LIBCS)).optional(),
  /** Why on no other libc: what follows its name. */
  others: z.string().optional(),
});

const code = z.strictObject({
  places: z.array(place).min(1),
  /** A symbol that closes it when it is on; a patch only brings it. */
  closedBy: z.string().optional(),
  certainty,
  ...provenance,
});

const vulnerability = z.strictObject({
  id,
  summary: z.string().min(1),
  affected,
  /** Null where no public text says which code it is. */
  code: code.nullable(),
  carriers: z.strictObject({
    /** By distribution, the patches that it carries, each with the releases or revisions that have it. */
    patches: z.record(z.string(), z.array(z.string())),
    /** By BusyBox release, how those apply to it as upstream released it. */
    applies: z.record(release, z.string()).optional(),
    ...provenance,
  }),
  /** What else can be done about it than to switch it off. */
  wayOut: z.string().optional(),
});

/** A vulnerability of BusyBox, and what is known of it. */
export type Vulnerability = z.infer<typeof vulnerability>;

const table = z
  .strictObject({
    /** When somebody last looked for new ones. */
    date,
    /** The releases whose code was looked at, oldest first. Of a newer one nothing is known that is not fixed before it. */
    releases: z.array(release).min(1),
    /** What was read for it. */
    sources: z.array(z.string()),
    /** The revisions of Debian's source package that were read. */
    debian: z.strictObject({ revisions: z.array(z.string()) }),
    /** By year and number. */
    vulnerabilities: z.array(vulnerability),
  })
  .refine(
    ({ vulnerabilities: rows }) => new Set(rows.map((row) => row.id)).size === rows.length,
    'a vulnerability has two rows',
  );

/** What is known of the vulnerabilities of BusyBox, all in one place, and of when that is. */
export type VulnerabilityTable = z.infer<typeof table>;

let read: VulnerabilityTable | undefined;

/** The table of this package, `vulnerabilities/busybox.json`. Throws a ZodError where it is not as it should be. */
export function busyboxVulnerabilities(): VulnerabilityTable {
  read ??= table.parse(
    JSON.parse(readFileSync(join(__dirname, '../../vulnerabilities/busybox.json'), 'utf8')) as unknown,
  );
  return read;
}

/** How many whole days before `now` somebody last looked for new ones. */
export function tableAge({ date: made }: Pick<VulnerabilityTable, 'date'>, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(made)) / 86_400_000));
}
