import { type UnpackedEntry } from '@basewright/oci';

import { hasId, type IdMap } from './id-grant';
import { type User } from './user';

/** What is to be changed on an unpacked image that belongs to one user altogether. */
export interface OwnerChanges {
  /** Paths, relative to the tree, by `uid:gid`. */
  readonly owners: ReadonlyMap<string, readonly string[]>;
  /** Paths, relative to the tree, by the mode as chmod(1) takes it. Owners are changed first, for that takes bits away. */
  readonly modes: ReadonlyMap<string, readonly string[]>;
}

/** The entries that would show another owner than the image has, in a namespace with one id or with those of `map`. */
export function otherOwners(entries: readonly UnpackedEntry[], user: User, map: IdMap | null): UnpackedEntry[] {
  return entries.filter((entry) => isOther(entry, user) && (map === null || !isMapped(entry, map)));
}

/**
 * What makes the owners and modes of a kept image those that the image has. All of it belongs to `user` as seen in the
 * namespace; without a map there is nobody else.
 */
export function planOwners(entries: readonly UnpackedEntry[], user: User, map: IdMap | null): OwnerChanges {
  const [owners, modes] = [new Map<string, string[]>(), new Map<string, string[]>()];
  for (const entry of entries) {
    const { path, type, mode, uid, gid } = entry;
    const changes = map !== null && isOther(entry, user) && isMapped(entry, map);
    if (changes) add(owners, `${uid}:${gid}`, `.${path}`);
    const opened = mode | (type === 'directory' ? 0o700 : 0o400);
    if (type !== 'symlink' && (opened !== mode || (changes && type === 'file' && (mode & 0o6000) !== 0)))
      add(modes, mode.toString(8).padStart(4, '0'), `.${path}`);
  }
  return { owners, modes };
}

/** What an overlay copies for a change of owner: it has no other way to note one. */
export function copiedBytes(entries: readonly UnpackedEntry[], user: User, map: IdMap): number {
  const copied = entries.filter((entry) => isOther(entry, user) && isMapped(entry, map));
  return copied.reduce((sum, { size }) => sum + size, 0);
}

/** Whether a kept tree can have the image's own owner for an entry, and its caller still read and delete all of it. */
export function isStorable({ type, mode }: UnpackedEntry, byRoot: boolean): boolean {
  return byRoot || (type !== 'directory' && (type === 'symlink' || (mode & 0o004) !== 0));
}

function isOther({ uid, gid }: UnpackedEntry, user: User): boolean {
  return uid !== user.uid || gid !== user.gid;
}

function isMapped({ uid, gid }: UnpackedEntry, { uids, gids }: IdMap): boolean {
  return hasId(uids, uid) && hasId(gids, gid);
}

function add(groups: Map<string, string[]>, name: string, path: string): void {
  const known = groups.get(name);
  if (known === undefined) groups.set(name, [path]);
  else known.push(path);
}
