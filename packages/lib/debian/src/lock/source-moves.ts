import { type DebianPackage } from '@basewright/contracts';

import { type MissingFile, nobodyHas } from '../fetch/nobody-has';
import { keyOf, type PinnedSet } from '../pinned-set';
import { type UnreadIndex } from '../refresh-indexes';
import { type Lock } from './lock-file';
import { lockedSet, shortName, sourceOf } from './locked-sets';

/**
 * Where an index cannot be had, nobody knows whether a newer version is there: sources that have packages of that
 * architecture stay as they are, on all architectures, for these would differ otherwise.
 */
export function holdBackUnseen({ keptBack }: Moves, unread: readonly UnreadIndex[], before: Lock): void {
  const unseen = new Map(unread.map((one) => [architectureOf(one.kind), one]));
  const blind = new Map<string, Set<string>>();
  for (const one of allPinned(before)) {
    if (!unseen.has(one.architecture)) continue;
    const source = sourceOf(one);
    blind.set(source, (blind.get(source) ?? new Set()).add(one.architecture));
  }
  for (const [source, architectures] of blind) {
    const [first = '', ...others] = [...architectures].sort();
    const { suite = '', reason = '' } = unseen.get(first) ?? {};
    keptBack.set(source, `the index of ${suite} for ${[first, ...others].join(', ')} cannot be had (${reason})`);
  }
}

/** The Debian architecture of an index: `armel` of `binary-armel/Packages`. */
export function architectureOf(kind: string): string {
  return kind.replace(/^binary-|\/.*$/g, '');
}

/** Which source packages go to their current version. Both grow until everything fits. */
export interface Moves {
  /** All do, but those that are kept back; otherwise only those that move. */
  readonly all: boolean;
  readonly moving: Set<string>;
  /** With the reason of each. */
  readonly keptBack: Map<string, string>;
}

function isMoving({ all, moving, keptBack }: Moves, source: string): boolean {
  return (all || moving.has(source)) && !keptBack.has(source);
}

/** The packages of a set: of sources that move the current ones, of others those that the lock has. */
export function combine(
  set: PinnedSet,
  current: readonly DebianPackage[],
  lock: Lock,
  moves: Moves,
): readonly DebianPackage[] {
  const pinned = lockedSet(lock, keyOf(set));
  if (pinned === null) {
    // It has no old version of its own; one that is kept back elsewhere is not torn apart.
    const old = new Map(allPinned(lock).map((one) => [shortName(one), one]));
    return current.map((one) => (moves.keptBack.has(sourceOf(one)) ? (old.get(shortName(one)) ?? one) : one));
  }
  const now = new Map(current.map((one) => [shortName(one), one]));
  const old = new Set(pinned.map(shortName));
  const kept = pinned.flatMap((one) => {
    if (!isMoving(moves, sourceOf(one))) return [one];
    const other = now.get(shortName(one));
    return other === undefined ? (moves.all ? [] : [one]) : [other];
  });
  // What is new in the closure comes with whatever moved.
  const hasMoved = kept.some((one, index) => one.sha256 !== pinned[index]?.sha256);
  const added = current.filter((one) => !old.has(shortName(one)) && !moves.keptBack.has(sourceOf(one)));
  return [...kept, ...(moves.all || hasMoved ? added : [])];
}

function allPinned(lock: Lock): DebianPackage[] {
  return Object.keys(lock.sets).flatMap((key) => lockedSet(lock, key) ?? []);
}

/** Keeps the source of a file that nobody has at what is pinned. Throws when nothing is, or when that is what is gone. */
export function keepBack(missing: MissingFile, lock: Lock, { keptBack }: Moves): void {
  const source = sourceOf(missing.file);
  const hasOld = allPinned(lock).some((one) => sourceOf(one) === source && one.sha256 !== missing.file.sha256);
  if (!hasOld || keptBack.has(source)) throw nobodyHas([missing]);
  keptBack.set(
    source,
    `${missing.file.label} can be had nowhere (${missing.refusals[0]?.reason ?? 'no place is known'})`,
  );
}
