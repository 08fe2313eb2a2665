import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';

import { type User } from './user';

/** Ids of users, or of groups, that follow one another. */
export interface IdRange {
  readonly first: number;
  readonly count: number;
}

/** The ids besides our own that we may hand out in a user namespace. */
export interface IdGrant {
  /** Who writes the table of a namespace: we, or newuidmap(1), which may do so for what /etc/subuid has. */
  readonly by: 'us' | 'newuidmap';
  readonly uids: IdRange;
  readonly gids: IdRange;
}

/** A line of a table of ids (user_namespaces(7)): so many from `inside` on are those from `outside` on. */
export type IdRow = readonly [inside: number, outside: number, count: number];

/** Which ids a namespace has. */
export interface IdMap {
  readonly uids: readonly IdRow[];
  readonly gids: readonly IdRow[];
}

/**
 * Root of a container whose command is another user: that one is the caller. systemd has the range for containers
 * (https://systemd.io/UIDS-GIDS/), of which this is near the end.
 */
const STAND_IN = 1_878_982_656;

/** The ids that this machine grants the caller; null for none but its own. */
export async function idGrant(): Promise<IdGrant | null> {
  const own = process.getuid?.() ?? 0;
  if (own === 0) {
    const [uids, gids] = await Promise.all(['uid', 'gid'].map((kind) => text(`/proc/self/${kind}_map`)));
    return both('us', rangeAfterRoot(uids ?? ''), rangeAfterRoot(gids ?? ''));
  }
  const [uids, gids] = await Promise.all([text('/etc/subuid'), text('/etc/subgid')]);
  const names = [String(own), nameOfCaller()];
  return both('newuidmap', rangeOf(uids, names), rangeOf(gids, names));
}

function both(by: IdGrant['by'], uids: IdRange | null, gids: IdRange | null): IdGrant | null {
  return uids === null || gids === null ? null : { by, uids, gids };
}

/** The ids that root of a namespace with this table has from 1 on; null for none. */
export function rangeAfterRoot(table: string): IdRange | null {
  for (const line of table.trim().split('\n')) {
    const [inside = 0, , count = 0] = line.trim().split(/\s+/).map(Number);
    // The last id that there could be means nobody.
    if (inside <= 1 && inside + count > 2) return { first: 1, count: Math.min(inside + count, STAND_IN + 1) - 1 };
  }
  return null;
}

/** The largest range of a user in a table like /etc/subuid (subuid(5)); null for none. */
export function rangeOf(table: string, names: readonly (string | undefined)[]): IdRange | null {
  const rows = table.split('\n').map((line) => line.split(':'));
  const own = rows.filter(([name]) => names.includes(name)).map(([, first, count]) => [Number(first), Number(count)]);
  const [best] = own
    .flatMap(([first = 0, count = 0]) => (first > 0 && count > 0 ? [{ first, count }] : []))
    .sort((one, other) => other.count - one.count);
  return best ?? null;
}

/**
 * The ids of a namespace in which the caller is the user and the group that the command runs as, so that what it writes in
 * mounted directories is the caller's. All others are those of the grant.
 */
export function planIdMap(grant: IdGrant, caller: Pick<User, 'uid' | 'gid'>, user: Pick<User, 'uid' | 'gid'>): IdMap {
  const rows = grant.by === 'us' ? rowsOfRoot : rowsOfRange;
  return { uids: rows(grant.uids, caller.uid, user.uid), gids: rows(grant.gids, caller.gid, user.gid) };
}

/** Whether a namespace has an id. */
export function hasId(rows: readonly IdRow[], id: number): boolean {
  return rows.some(([inside, , count]) => id >= inside && id < inside + count);
}

function rowsOfRange({ first, count }: IdRange, caller: number, user: number): IdRow[] {
  return someOf([
    [0, first, Math.min(user, count)],
    [user, caller, 1],
    [user + 1, first + user + 1, count - user - 1],
  ]);
}

/** Root has all ids as they are, but for its own. */
function rowsOfRoot({ count }: IdRange, caller: number, user: number): IdRow[] {
  if (user === 0) return [[0, caller, 1], ...someOf([[1, 1, count]])];
  const last = count;
  return someOf([
    [0, last, 1],
    [1, 1, Math.min(user, last) - 1],
    [user, caller, 1],
    [user + 1, user + 1, last - user - 1],
  ]);
}

function someOf(rows: readonly IdRow[]): IdRow[] {
  return rows.filter(([, , count]) => count > 0);
}

function text(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

/** A user without an account has no name. */
function nameOfCaller(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
