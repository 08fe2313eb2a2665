import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { BasewrightError, digestOf, exists, log, reasonOf, sha256File, writeAtomic } from '@basewright/core';
import { z } from 'zod';

import { type AptPlaces } from './apt-options';
import { type Archive } from './settings';

/** Indexes younger than this, in milliseconds, are not asked for again. */
export const FRESH_MS = 12 * 3600 * 1000;

/** And those younger than this not for anything that is to be as it is now: a mirror changes a few times a day. */
export const RECENT_MS = 10 * 60_000;

/** What an apt of our own reads from mirrors. */
export interface Indexes {
  readonly places: AptPlaces;
  readonly archives: readonly Archive[];
  /** What is read of each suite, as the end of its address below the component: `binary-amd64/Packages`. */
  readonly kinds: readonly string[];
  /** The text of sources.list. */
  readonly sources: string;
  /** `the package indexes of trixie (deb, amd64)` */
  readonly what: string;
  /** How much that is, when it is worth a word. */
  readonly size?: string;
  /** What can be built without network or mirror: the end of the hint. */
  readonly without: string;
  /** Runs `apt-get update` for some of the kinds. */
  readonly update: (kinds: readonly string[]) => Promise<unknown>;
}

/** An index that cannot be had, and of which there is no older one. */
export interface UnreadIndex {
  readonly suite: string;
  /** `binary-armel/Packages` */
  readonly kind: string;
  /** What apt says. */
  readonly reason: string;
}

/**
 * Asks the mirrors for indexes when those at hand are older than so many milliseconds. Of what cannot be had whole the
 * last whole one is used, with a warning that says of when it is. Gives those that there is none of, which a `tolerant`
 * caller is told again for a while; throws UNREACHABLE when those are all. Call it under the lock of the lists.
 */
export async function refreshIndexes(
  indexes: Indexes,
  olderThan: number,
  tolerant = false,
): Promise<readonly UnreadIndex[]> {
  const { kinds, what } = indexes;
  await layOut(indexes);
  const before = await releaseDigests(indexes);
  const known = await Promise.all(kinds.map((kind) => lastReading(indexes, kind, before)));
  // Who bears gaps need not ask for what was not there a moment ago; who does not asks again.
  const most = tolerant ? Math.min(olderThan, RECENT_MS) : 0;
  if (known.every(({ age, unread }) => age < (unread.length === 0 ? olderThan : most))) {
    return known.flatMap(({ unread }) => unread);
  }
  log.doing(`reading ${what}${indexes.size === undefined ? '' : `, ${indexes.size}`}`);
  const failures = await updateAll(indexes);
  const after = await releaseDigests(indexes);
  const unread: UnreadIndex[] = [];
  for (const kind of kinds) {
    const failure = failures.get(kind);
    // An index that is empty leaves no file.
    const missing = failure === undefined ? [] : await missingSuites(indexes, kind);
    const own = missing.map((suite) => ({ suite, kind, reason: reasonFor(suite, failure) }));
    if (failure !== undefined && missing.length === 0) {
      const date = await dateOf(indexes);
      log.warn(`${what} could not be read anew, those of ${date} are used (${firstLine(failure)})`);
    }
    await writeAtomic(stampOf(indexes, kind), JSON.stringify({ of: digestOf(after), unread: own }));
    unread.push(...own);
  }
  if (unread.length > 0 && unread.length === kinds.length * suitesIn(indexes).length) {
    throw unreachable(indexes, failures.values().next().value);
  }
  return unread;
}

/** Throws UNREACHABLE when some indexes cannot be had: nothing is said to be nowhere before all were looked into. */
export function refuseUnread({ what, without }: Indexes, unread: readonly UnreadIndex[]): void {
  if (unread.length === 0) return;
  const lines = unread.map(({ kind, reason, suite }) => `\n  ${suite} ${kind}: ${reason}`);
  throw new BasewrightError('UNREACHABLE', `cannot read ${what}:${lines.join('')}`, {
    hint: `the mirror may be in the middle of a change: try later, or name another with debian.mirror; ${without}`,
  });
}

/** Updates everything at once, and what fails by itself. Gives the failures by kind. */
async function updateAll({ kinds, update }: Indexes): Promise<Map<string, unknown>> {
  const failures = new Map<string, unknown>();
  try {
    await update(kinds);
  } catch (error) {
    if (!(error instanceof BasewrightError) || error.code !== 'TOOL_FAILED') throw error;
    // One release is read whole or not at all: an architecture that fails would keep the others from being read.
    const again = kinds.length === 1 ? [] : kinds;
    for (const kind of kinds.filter((one) => !again.includes(one))) failures.set(kind, error);
    for (const kind of again) await update([kind]).catch((cause: unknown) => void failures.set(kind, cause));
  }
  return failures;
}

/** The suites of which no index of a kind is at hand. */
async function missingSuites({ archives, places }: Indexes, kind: string): Promise<string[]> {
  const names = await readdir(places.lists);
  return archives.flatMap(({ components, mirror, suites }) =>
    suites.filter((suite) => {
      const wanted = components.map((component) => listName(mirror, `${suite}/${component}/${kind}`));
      return !wanted.every((start) => names.some((name) => name.startsWith(start)));
    }),
  );
}

function suitesIn({ archives }: Indexes): string[] {
  return archives.flatMap(({ suites }) => suites);
}

/** apt's words on one suite, else its first ones. */
function reasonFor(suite: string, failure: unknown): string {
  const lines = reasonOf(failure).split('\n');
  const own = lines.find((line) => line.includes(`/dists/${suite}/`)) ?? lines[1] ?? lines[0] ?? '';
  return own
    .replace(/^E: Failed to fetch \S+\s*/, '')
    .replace(/\s*\[IP: [^\]]*\]/, '')
    .trim();
}

/**
 * The sha256 of each InRelease at hand, by archive and suite. What an archive has no InRelease of is left out.
 */
export async function releaseDigests({
  archives,
  places,
}: Pick<Indexes, 'archives' | 'places'>): Promise<Record<string, Record<string, string>>> {
  const all: Record<string, Record<string, string>> = {};
  for (const { mirror, name, suites } of archives) {
    const digests: Record<string, string> = {};
    for (const suite of suites) {
      const path = join(places.lists, listName(mirror, `${suite}/InRelease`));
      if (await exists(path)) digests[suite] = await sha256File(path);
    }
    all[name] = digests;
  }
  return all;
}

/** The name that apt gives a file below `dists`: its address without scheme and password, with odd characters encoded. */
function listName(mirror: string, path: string): string {
  const address = `${mirror}dists/${path}`.replace(/^[a-z+]+:(\/\/)?([^/@]*@)?/, '');
  const quoted = address.replace(/[\\|{}[\]<>"^~_=!@#$%&*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);
  return quoted.replaceAll('/', '_');
}

function stampOf({ archives, places }: Indexes, kind: string): string {
  const suites = digestOf(archives.map((one) => [one.name, one.suites, one.components]));
  return join(places.lists, '..', `read-${kind.replaceAll('/', '-')}-${suites.slice(0, 8)}`);
}

const reading = z.object({
  /** The digest of the release files. */
  of: z.string(),
  unread: z.array(z.object({ suite: z.string(), kind: z.string(), reason: z.string() })),
});

/**
 * How long ago, in milliseconds, an index was read: Infinity when never or for other release files than those at hand.
 * And what could not be had then.
 */
async function lastReading(
  indexes: Indexes,
  kind: string,
  releases: object,
): Promise<{ readonly age: number; readonly unread: readonly UnreadIndex[] }> {
  const path = stampOf(indexes, kind);
  try {
    const [{ mtimeMs }, text] = await Promise.all([stat(path), readFile(path, 'utf8')]);
    const { of, unread } = reading.parse(JSON.parse(text));
    return of === digestOf(releases) ? { age: Date.now() - mtimeMs, unread } : NEVER_READ;
  } catch {
    // Never read, or half written: either way it is read again.
    return NEVER_READ;
  }
}

const NEVER_READ = { age: Infinity, unread: [] } as const;

async function layOut({ places: { lists, root }, sources }: Indexes): Promise<void> {
  for (const path of [
    join(lists, 'partial'),
    join(root, 'state'),
    join(root, 'cache/archives/partial'),
    join(root, 'none'),
  ]) {
    await mkdir(path, { recursive: true });
  }
  await writeAtomic(join(root, 'sources.list'), sources);
  await writeAtomic(join(root, 'status'), '');
}

/** Of which day the release files at hand are, by their own word. */
async function dateOf({ places }: Indexes): Promise<string> {
  const names = (await readdir(places.lists)).filter((name) => name.endsWith('_InRelease'));
  const dates = await Promise.all(
    names.map(async (name) => /^Date: (.*)$/m.exec(await readFile(join(places.lists, name), 'utf8'))?.[1] ?? ''),
  );
  const times = dates.map((date) => Date.parse(date)).filter((time) => !Number.isNaN(time));
  return times.length === 0 ? 'an earlier day' : new Date(Math.max(...times)).toISOString().slice(0, 10);
}

/** That a program is missing has a better hint already. */
function unreachable({ without }: Indexes, cause: unknown): unknown {
  if (!(cause instanceof BasewrightError) || cause.code !== 'TOOL_FAILED') return cause;
  return new BasewrightError('UNREACHABLE', cause.message, {
    cause,
    hint: `check the network and the mirror (options debian.mirror and debian.securityMirror); ${without}`,
  });
}

function firstLine(error: unknown): string {
  return reasonOf(error).split('\n')[0] ?? '';
}
