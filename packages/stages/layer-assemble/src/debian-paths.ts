import { posix } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { SETUID_BUSYBOX } from '@basewright/contracts';
import { resolvePath } from '@basewright/core';
import { type BaseTree, type TreeEntry } from '@basewright/tree';

/** Directories of programs; on Debian the second of a pair is a link to the first. */
const DIRECTORIES = [
  ['/usr/bin', '/bin'],
  ['/usr/sbin', '/sbin'],
] as const;

/**
 * Links by which the programs of packages are found under every name that others call them by. On Debian /bin and /sbin are those
 * below /usr, and its programs name both; a base may keep them apart. And a package goes before an applet of BusyBox: whoever asks
 * for gawk means that as awk, wherever on PATH the applet is. `entries` are those of packages, below /usr.
 */
export function debianPaths(entries: readonly TreeEntry[], base: BaseTree): TreeEntry[] {
  const packaged = new Map(entries.map((entry) => [entry.path, entry]));
  const links = new Map<string, TreeEntry>();
  for (const [own, twin] of DIRECTORIES) {
    for (const { path, type } of entries) {
      if (posix.dirname(path) !== own || type === 'directory') continue;
      const name = posix.basename(path);
      for (const directory of [twin, ...DIRECTORIES.flat().filter((one) => one !== own && one !== twin)]) {
        const place = resolvePath(base, `${directory}/${name}`, true) ?? '';
        const isTaken = packaged.has(place) || place === path;
        const isApplets = isApplet(base, place);
        if (isTaken || !(isApplets || (directory === twin && !base.has(place)))) continue;
        const target = posix.relative(posix.dirname(place), path);
        const origin = 'the paths of Debian';
        links.set(place, { type: 'symlink', path: place, mode: 0o777, uid: 0, gid: 0, target, origin });
      }
    }
  }
  return [...links.values()];
}

/** Names of applets of a base whose places packages take, sorted. */
export function replacedApplets(entries: readonly TreeEntry[], base: BaseTree): string[] {
  const names = entries.flatMap(({ path, isPackaged = false }) =>
    isPackaged && isApplet(base, path) ? [posix.basename(path)] : [],
  );
  return [...new Set(names)].sort();
}

/** Whether a base has BusyBox there, under another name than its own: as a link, or as another name of the same file. */
function isApplet(base: BaseTree, path: string): boolean {
  const node = base.get(path);
  if (node === undefined || isBusyBox(path)) return false;
  if (node.type === 'symlink') return isBusyBox(resolvePath(base, path) ?? '');
  const { inode } = node;
  return inode !== null && BUSYBOX.some((own) => isDeepStrictEqual(base.get(own)?.inode, inode));
}

const isBusyBox = (path: string): boolean => BUSYBOX.some((own) => posix.basename(own) === posix.basename(path));

/** Where BusyBox lies, in the images of others, too; the second is the one that is setuid. */
const BUSYBOX = ['/bin/busybox', SETUID_BUSYBOX, '/usr/bin/busybox'];
