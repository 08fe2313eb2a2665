import { type Store } from '@basewright/core';

import { type Apt, openAptOf } from '../apt';
import { type PinnedSet } from '../pinned-set';
import { RECENT_MS, type UnreadIndex } from '../refresh-indexes';
import { type DebianSettings, resolveSettings } from '../settings';

/** The apts that sets are resolved with. */
export interface Views {
  /** The apt for a set. */
  of(set: PinnedSet): Promise<Apt>;
  /** Indexes that could not be had. */
  unread(): Promise<UnreadIndex[]>;
  /** The sha256 of every InRelease that was read, by archive and suite. */
  releases(): Promise<Record<string, Record<string, string>>>;
}

/**
 * The apts that sets are resolved with, each opened and refreshed once. Each sees only the architectures of its sets: apt
 * takes ten seconds to a question about all of Debian's, and the indexes are shared anyway.
 */
export function openViews(store: Store, settings: DebianSettings): Views {
  const opened = new Map<string, Promise<Apt>>();
  const of = (set: PinnedSet): Promise<Apt> => {
    const key = [set.native, set.suite ?? '', ...[...set.architectures].sort()].join(' ');
    const apt = opened.get(key) ?? openFresh(set, store, settings);
    opened.set(key, apt);
    return apt;
  };
  return {
    of,
    unread: async () => {
      const all = (await Promise.all(opened.values())).flatMap(({ unread }) => unread);
      return [...new Map(all.map((one) => [`${one.suite} ${one.kind}`, one])).values()];
    },
    releases: async () => {
      const all: Record<string, Record<string, string>> = {};
      for (const apt of opened.values()) {
        for (const [archive, suites] of Object.entries(await (await apt).releases())) {
          all[archive] = { ...all[archive], ...suites };
        }
      }
      return all;
    },
  };
}

async function openFresh(set: PinnedSet, store: Store, settings: DebianSettings): Promise<Apt> {
  const resolved = await resolveSettings(set.suite === undefined ? settings : { ...settings, suite: set.suite });
  const apt = await openAptOf(store, resolved, [set.native, ...set.architectures], true);
  await apt.refresh(RECENT_MS);
  return apt;
}
