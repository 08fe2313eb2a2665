import { type DebianPackage } from '@basewright/core';

import { type Apt } from './apt';

/** A mirror changes a few times a day. */
const RECENT_MS = 10 * 60_000;

/** How many packages apt is asked about at once: a command line has an end. */
const AT_ONCE = 50;

/** Those of some packages that the mirror no longer offers, by an index that is recent. */
export async function withdrawn(apt: Apt, wanted: readonly DebianPackage[]): Promise<DebianPackage[]> {
  await apt.refresh(RECENT_MS);
  if ((await notOffered(apt, wanted)).length === 0) return [];
  await apt.refresh();
  return notOffered(apt, wanted);
}

/** Those of some packages that are not in the index at hand with these bytes. */
export async function notOffered(apt: Apt, wanted: readonly DebianPackage[]): Promise<DebianPackage[]> {
  const names = wanted.map(({ name, architecture }) => `${name}:${architecture}`);
  const lists = await Promise.all(chunks(names, AT_ONCE).map((some) => apt.versionsOf(some)));
  const offered = new Set(lists.flat().map(({ sha256 }) => sha256));
  return wanted.filter(({ sha256 }) => !offered.has(sha256));
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_none, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
