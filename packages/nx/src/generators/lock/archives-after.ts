import { stableJson } from '@basewright/core';
import { type Archive, type Lock } from '@basewright/debian';

/** By archive the sha256 of the InRelease of each suite that was read. */
export type Releases = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What is known of a lock that was just made. */
export interface MadeFrom {
  readonly before: Lock;
  readonly archives: readonly Archive[];
  readonly releases: Releases;
  /** Every pin was chosen anew: none is of an earlier time. */
  readonly isWhole: boolean;
  /** As the snapshot service writes it. */
  readonly now: string;
}

/** So many times are kept: one more is another question to the snapshot service for what it has not. */
const MOST_TIMES = 8;

/**
 * What a lock says of its archives: the releases it was made from, and of when to ask for what a mirror drops. As before
 * where nothing is pinned otherwise than before. Archives that nothing is from are left out.
 */
export function archivesAfter(lock: Lock, { archives, before, isWhole, now, releases }: MadeFrom): Lock['archives'] {
  const files = ({ packages, sources }: Lock): string => stableJson([packages, sources]);
  if (files(lock) === files(before)) return before.archives;
  const used = new Set([...Object.values(lock.packages), ...Object.values(lock.sources)].map((one) => one.archive));
  return Object.fromEntries(
    [...used].sort().map((name) => {
      const old = before.archives[name];
      const settings = archives.find((one) => one.name === name);
      return [
        name,
        {
          suites: sorted({ ...(isWhole ? {} : old?.suites), ...releases[name] }),
          components: [...(settings?.components ?? old?.components ?? [])],
          pinnedAt: [now, ...(isWhole ? [] : (old?.pinnedAt ?? []))].slice(0, MOST_TIMES),
        },
      ];
    }),
  );
}

function sorted<T>(entries: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
}
