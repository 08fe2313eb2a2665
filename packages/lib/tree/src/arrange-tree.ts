import { posix } from 'node:path';

import { BasewrightError } from '@basewright/core';

import { byCodeUnit, parentsOf, type Report } from './image-path';
import { type DirectoryEntry, type TreeEntry } from './tree';

/**
 * One entry per path, each directory before what is in it, missing parents added (0755, root). Reports two entries at
 * one path that are not the same directory, names that no image can have, entries below something that is no directory, and hard links to no file.
 */
export function arrangeTree(entries: readonly TreeEntry[], report: Report): TreeEntry[] {
  const byPath = new Map<string, TreeEntry>();
  for (const [path, rivals] of groupedByPath(entries)) byPath.set(path, settled(path, rivals, report));
  for (const entry of [...byPath.values()]) {
    for (const path of parentsOf(entry.path).reverse()) {
      // Those above one that is there are its own affair.
      if (byPath.has(path)) break;
      byPath.set(path, impliedParent(path, entry));
    }
  }
  const arranged = [...byPath.values()].sort((a, b) => byCodeUnit(a.path, b.path));
  const obstacles = new Map<TreeEntry | undefined, TreeEntry>();
  for (const entry of arranged) {
    const unusable = unusableName(entry.path);
    if (unusable !== null) report(`${entry.path.slice(0, 200)}: ${nameOf(entry)} ${unusable}`);
    const parent = byPath.get(posix.dirname(entry.path));
    const obstacle = obstacles.get(parent) ?? (parent === undefined || isDirectory(parent) ? undefined : parent);
    if (obstacle !== undefined) obstacles.set(entry, obstacle);
    if (obstacle !== undefined)
      report(`${entry.path}: ${nameOf(entry)} is below ${obstacle.path}, ${nameOf(obstacle)}`);
    if (entry.type === 'hardlink' && byPath.get(entry.target)?.type !== 'file') {
      report(`${entry.path}: ${nameOf(entry)} is a further name of ${entry.target}, which is no file`);
    }
  }
  return arranged;
}

/** Linux: NAME_MAX and PATH_MAX (limits.h), in bytes, without the zero byte at the end. */
const LONGEST_NAME = 255;
const LONGEST_PATH = 4095;

/** Why nobody could unpack an entry of that name as what it is; null for all others. */
function unusableName(path: string): string | null {
  const name = posix.basename(path);
  // https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md#whiteouts
  if (name.startsWith('.wh.')) return 'has a name by which a layer takes away what another one has';
  if (Buffer.byteLength(name) > LONGEST_NAME) return `has a name of more than ${LONGEST_NAME} bytes`;
  return Buffer.byteLength(path) > LONGEST_PATH ? `has a path of more than ${LONGEST_PATH} bytes` : null;
}

function groupedByPath(entries: readonly TreeEntry[]): Map<string, TreeEntry[]> {
  const groups = new Map<string, TreeEntry[]>();
  for (const entry of entries) groups.set(entry.path, [...(groups.get(entry.path) ?? []), entry]);
  return groups;
}

/** The entry that a path gets: one asked for by name wins over implied directories; equal directories are one. */
function settled(path: string, rivals: readonly TreeEntry[], report: Report): TreeEntry {
  const asked = rivals.filter((entry) => !isImplied(entry));
  const chosen = asked[0] ?? rivals[0];
  if (chosen === undefined) throw new Error(`no entry at ${path}`);
  for (const rival of rivals) {
    const agree = rival === chosen || (isDirectory(rival) && isDirectory(chosen) && sameDirectory(rival, chosen));
    if (!agree) report(`${path}: two entries, ${nameOf(chosen)} and ${nameOf(rival)}`);
  }
  return chosen;
}

function sameDirectory(a: DirectoryEntry, b: DirectoryEntry): boolean {
  if (a.implied !== b.implied) return true;
  return a.mode === b.mode && a.uid === b.uid && a.gid === b.gid;
}

function isDirectory(entry: TreeEntry): entry is DirectoryEntry {
  return entry.type === 'directory';
}

function isImplied(entry: TreeEntry): boolean {
  return entry.type === 'directory' && entry.implied === true;
}

function impliedParent(path: string, child: TreeEntry): TreeEntry {
  return { type: 'directory', path, mode: 0o755, uid: 0, gid: 0, origin: child.origin, implied: true };
}

const KINDS: Readonly<Record<TreeEntry['type'], string>> = {
  directory: 'a directory',
  file: 'a file',
  symlink: 'a symbolic link',
  hardlink: 'a hard link',
};

/** `a directory 0755 0:0 from rootfs.files[0] (motd)`; only of directories the mode and owner can be what differs. */
export function nameOf(entry: TreeEntry): string {
  const details =
    entry.type === 'directory' ? ` ${entry.mode.toString(8).padStart(4, '0')} ${entry.uid}:${entry.gid}` : '';
  return `${KINDS[entry.type]}${details} from ${entry.origin}`;
}

/** The error that names every mistake. `what` is what could not be planned. */
export function refusal(what: string, problems: readonly string[]): BasewrightError {
  const [first = '', ...more] = problems;
  const cause =
    more.length === 0 ? first : `${problems.length} mistakes\n${problems.map((each) => `  ${each}`).join('\n')}`;
  const hint = problems.some((problem) => /two entries.* applet /.test(problem))
    ? { hint: "to replace an applet, switch it off in BusyBox's configuration (unset its CONFIG symbol)" }
    : {};
  return new BasewrightError('BAD_INPUT', `cannot plan ${what}: ${cause}`, hint);
}
