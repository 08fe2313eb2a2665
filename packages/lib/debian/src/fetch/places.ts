import { type ArchiveFile, type Lock } from '../lock/lock-file';
import { type Archive, IN_SNAPSHOTS } from '../settings';

const DAY_MS = 24 * 3600 * 1000;

/**
 * How long after a file was pinned the snapshot service is asked, in days. It answers with its last import before a
 * time, and imports after publication: a day later it has what the mirror had; three days later, what it was late with.
 */
const DAYS_LATER = [1, 3] as const;

/** A file that is wanted, and what it is called in messages: `tar 1.35 (amd64)`. */
export interface WantedFile extends ArchiveFile {
  readonly label: string;
}

/** One place that a file may be had from. */
export interface Place {
  readonly uri: string;
  /** Whether it is the mirror: the only place that everything should be at. */
  readonly isMirror: boolean;
}

/**
 * Where a file of an archive may be, first to ask first: the archive's mirror, then each snapshot service at the times
 * that the lock names. None at all where nobody says where the archive is.
 */
export function placesOf(
  { archive: name, path }: Pick<ArchiveFile, 'archive' | 'path'>,
  archives: readonly Archive[],
  snapshots: readonly string[],
  lock: Lock | null,
): Place[] {
  const mirror = archives.find((one) => one.name === name)?.mirror;
  const times = (lock?.archives[name]?.pinnedAt ?? []).flatMap((time) => DAYS_LATER.map((days) => later(time, days)));
  const kept = IN_SNAPSHOTS.includes(name) ? snapshots : [];
  return [
    ...(mirror === undefined ? [] : [{ uri: uriOf(mirror, path), isMirror: true }]),
    ...kept.flatMap((address) =>
      times.map((time) => ({ uri: uriOf(`${address.replace(/\/*$/, '/')}${name}/${time}/`, path), isMirror: false })),
    ),
  ];
}

/** As apt writes an address: `+` means a space to some servers. What is on this machine is copied, not linked to. */
function uriOf(base: string, path: string): string {
  return base.replace(/^file:/, 'copy:') + path.replaceAll('%', '%25').replaceAll('+', '%2b');
}

/** A time some days later, as the snapshot service writes times: `20261126T000000Z`. */
function later(time: string, days: number): string {
  const [, year, month, day, hour, minute, second] = /^(....)(..)(..)T(..)(..)(..)Z$/.exec(time) ?? [];
  const date = Date.parse(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}Z`);
  return snapshotTime(new Date(date + days * DAY_MS));
}

/** A time as the snapshot service writes it. */
export function snapshotTime(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d+/g, '');
}
