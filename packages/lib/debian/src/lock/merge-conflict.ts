import { parseForeignJson } from '@basewright/core';
import { z } from 'zod';

import { compareVersions } from '../compare-versions';
import { type Lock, parseLock } from './lock-file';
import { lockedSet, type SetToPin, shortName, withoutSets, withSets } from './locked-sets';

const MARKS = /^(<{7}|\|{7}|={7}|>{7})( .*)?$/;

/** One lock for two branches. */
export interface MergedLock {
  readonly lock: Lock;
  /** What the sets are for that fit neither side and have to be resolved anew. */
  readonly dropped: readonly string[];
}

/**
 * The lock of both branches whose conflict a text shows. Sets of either are taken; where both pin one, or pin versions of
 * a package that differ, those of the branch with the newer packages. Throws BAD_INPUT, as {@link parseLock} does, for
 * sides that are no locks.
 */
export function mergeConflicting(path: string, text: string): MergedLock {
  const [ours, theirs] = (['ours', 'theirs'] as const).map((side) => parseSide(path, sideOf(text, side)));
  if (ours === undefined || theirs === undefined) throw new Error('a conflict has two sides');
  const [first, second] = isNewer(theirs.lock, ours.lock) ? [theirs.lock, ours.lock] : [ours.lock, theirs.lock];
  const taken = versionsOf(first);
  const dropped = new Set([...ours.dropped, ...theirs.dropped]);
  const purposes = new Set(setsOf(first).map(({ request }) => request.for));
  const added = setsOf(second)
    .filter(({ request }) => !purposes.has(request.for))
    .filter(({ packages, request }) => {
      // Two images with different versions of a library: they are to be resolved together.
      const fits = packages.every((one) => (taken.get(shortName(one)) ?? new Set([one.version])).has(one.version));
      if (!fits) dropped.add(request.for);
      return fits;
    });
  const known = {
    ...first,
    archives: { ...second.archives, ...first.archives },
    sources: { ...second.sources, ...first.sources },
    packages: { ...second.packages, ...first.packages },
    sets: {},
  };
  const lock = withSets(known, [...setsOf(first), ...added]);
  const pinned = new Set(Object.values(lock.sets).map(({ request }) => request.for));
  return { lock, dropped: [...dropped].filter((one) => !pinned.has(one)).sort() };
}

/** The text as one of the two branches has it, with what git merged by itself. */
function sideOf(text: string, wanted: 'ours' | 'theirs'): string {
  const lines: string[] = [];
  let at: 'both' | 'ours' | 'base' | 'theirs' = 'both';
  for (const line of text.split('\n')) {
    const [, mark = ''] = MARKS.exec(line) ?? [];
    if (mark === '') {
      if (at === 'both' || at === wanted) lines.push(line);
      continue;
    }
    const sections = { '<': 'ours', '|': 'base', '=': 'theirs', '>': 'both' } as const;
    at = sections[mark.charAt(0) as keyof typeof sections];
  }
  // An entry that was last on one branch need not be so on the other.
  return lines
    .join('\n')
    .replace(/,(\s*[}\]])/g, '$1')
    .replace(/(["}\]])(\n\s*["{])/g, '$1,$2');
}

/** As much of a lock as it takes to see which of its sets are whole. */
const anySide = z.looseObject({
  packages: z.record(z.string(), z.unknown()).default({}),
  sets: z
    .record(z.string(), z.looseObject({ request: z.looseObject({ for: z.string() }), packages: z.array(z.string()) }))
    .default({}),
});

function parsedSide(text: string): z.infer<typeof anySide> | null {
  try {
    return anySide.parse(parseForeignJson(text));
  } catch {
    return null;
  }
}

/** A side without the sets that name a package which only the other has. */
function parseSide(path: string, text: string): MergedLock {
  const value = parsedSide(text);
  // What is wrong with it is the lock's own affair to say.
  if (value === null) return { lock: parseLock(path, text), dropped: [] };
  const { packages, sets } = value;
  const ids = new Set(Object.keys(packages).flatMap((key) => [key, key.replace(/=.*/, '')]));
  const isWhole = ({ packages: names }: (typeof sets)[string]): boolean => names.every((name) => ids.has(name));
  const broken = Object.values(sets).filter((set) => !isWhole(set));
  const whole = Object.fromEntries(Object.entries(sets).filter(([, set]) => isWhole(set)));
  const lock = parseLock(path, JSON.stringify({ ...value, sets: whole }));
  return { lock: withoutSets(lock, () => true), dropped: broken.map(({ request }) => request.for) };
}

function setsOf(lock: Lock): SetToPin[] {
  return Object.entries(lock.sets).map(([key, { request }]) => ({ request, packages: lockedSet(lock, key) ?? [] }));
}

function versionsOf(lock: Lock): Map<string, Set<string>> {
  const versions = new Map<string, Set<string>>();
  for (const one of setsOf(lock).flatMap(({ packages }) => packages)) {
    versions.set(shortName(one), (versions.get(shortName(one)) ?? new Set()).add(one.version));
  }
  return versions;
}

/** Whether more of the packages that both pin are newer in one lock than older. */
function isNewer(one: Lock, other: Lock): boolean {
  const others = versionsOf(other);
  let balance = 0;
  for (const [name, versions] of versionsOf(one)) {
    const [own] = versions;
    const [its] = others.get(name) ?? [];
    if (own !== undefined && its !== undefined) balance += Math.sign(compareVersions(own, its));
  }
  return balance > 0;
}
